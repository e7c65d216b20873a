import type { Page } from '@playwright/test';
import { acceptWarnings, goTo, HAND, scan } from './steps.ts';
import { DRILL, expect, test } from './stock.ts';

/** The serial desk under a user's hands: what it says, what it offers, and what it never does by itself. */

const findings = (page: Page) => page.getByRole('region', { name: 'Findings' });
const number = (page: Page) => page.locator('input[name="serial"]');

test.describe('in a shop', () => {
  test.use({
    stock: {
      template: 'shop',
      lines: [
        { book: 'tools', draft: { ...DRILL, serial: 'B8O1754Z' } },
        { book: 'tools', draft: { ...DRILL, serial: 'B8O99412' } },
      ],
    },
  });

  test('a number that may be meant is offered, and put in only when pressed', async ({ app: { page }, wrong: _ }) => {
    await goTo(page, '/acquire/vehicles');
    await number(page).fill('1G4AH59H45G118314');
    const said = findings(page).getByText(/check digit does not fit/);
    await expect(said).toBeVisible();
    const all = findings(page).getByRole('button', { name: /^Use / });
    await expect(all).toHaveCount(5);
    // What else one character or one swap makes right is there for whoever asks.
    const more = findings(page).getByRole('button', { name: /^Show \d+ more numbers that would fit$/ });
    const count = Number(/\d+/.exec((await more.textContent())!)![0]);
    await more.click();
    await expect(all).toHaveCount(5 + count);
    await expect(more).toHaveCount(0);
    const use = all.first();
    const offered = (await use.textContent())!.replace('Use ', '').trim();
    expect(offered).toMatch(/^[A-HJ-NPR-Z0-9]{17}$/);
    await page.waitForTimeout(600);
    await expect(number(page)).toHaveValue('1G4AH59H45G118314');
    await use.click();
    await expect(number(page)).toHaveValue(offered);
    await expect(number(page)).toBeFocused();
    await expect(said).toHaveCount(0);

    await goTo(page, '/acquire/second-hand');
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.locator('input[name="imei"]').fill('490154203237519');
    await expect(findings(page).getByText(/last digit does not fit/)).toBeVisible();
    await findings(page).getByRole('button', { name: 'IMEI', exact: true }).click();
    await expect(page.locator('input[name="imei"]')).toBeFocused();
    await page.locator('input[name="imei"]').fill('490154203237518');
    await expect(findings(page).getByText(/last digit does not fit/)).toHaveCount(0);
  });

  test('a model number, a date code: not the number of one unit', async ({ app: { page }, wrong: _ }) => {
    await goTo(page, '/acquire/tools');
    await page.locator('input[name="manufacturer"]').fill('DeWalt');
    await page.locator('input[name="model"]').fill('DCD791');
    await number(page).fill('DCD791');
    await expect(findings(page).getByText(/is the model number too/)).toBeVisible();
    await number(page).fill('2021 23-H5');
    await expect(findings(page).getByText(/has the form of a date code of DeWalt/)).toBeVisible();
    await expect(findings(page).getByText(/is the model number too/)).toHaveCount(0);
    // What the code says of its day is told, and written nowhere.
    await expect(findings(page).getByText(/week 23 of 2021/)).toBeVisible();
    await expect(page.locator('input[name="dateCode"]')).toHaveValue('');
    // What is said of the number comes before what is said of other fields.
    await page.locator('input[name="price"]').fill('not an amount');
    await number(page).fill('N/A');
    await page.locator('input[name="price"]').fill('');
    await expect(findings(page).getByRole('listitem').first()).toContainText('Serial number');
  });

  test('committed right after typing: judged as it stands then, not as it stood before', async ({
    app: { page },
    wrong: _,
  }) => {
    await goTo(page, '/acquire/tools');
    for (const [name, text] of Object.entries({ manufacturer: 'DeWalt', model: 'DCD791', type: 'Drill or driver' }))
      await page.locator(`input[name="${name}"]`).fill(text);
    await page.locator('input[name="acquiredOn"]').fill('today');
    await page.locator('input[name="acquiredFrom"]').fill('Acme Supply');
    await number(page).fill('DCD791');
    await expect(findings(page).getByText(/is the model number too/)).toBeVisible();
    await number(page).fill('175418');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Line 3 is written' })).toBeVisible();

    // What there is to mind in it is asked for all the same, and hints are not.
    await page.keyboard.press('F8');
    await number(page).fill('2021 23-H5');
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'One thing to mind' });
    await expect(dialog.getByText(/has the form of a date code of DeWalt/)).toBeVisible();
    await expect(dialog.getByText(/week 23 of 2021/)).toHaveCount(0);
  });

  test('a reading that differs is asked about, one of a part is not, and what should be filled in is said before', async ({
    app: { page },
    wrong: _,
  }) => {
    await goTo(page, '/acquire/vehicles');
    const fill = (name: string, text: string) => page.locator(`input[name="${name}"]`).fill(text);
    await fill('manufacturer', 'Honda');
    await fill('model', 'Accord');
    await fill('year', '2003');
    await number(page).fill('1HGCM82633A004352');
    await fill('acquiredOn', 'today');
    await fill('acquiredFrom', 'Jean Doe');
    await fill('acquiredFromAddress', '8 Elm St, Boise, ID 83702');
    await page.getByRole('combobox', { name: 'Kind', exact: true }).click();
    await page.getByRole('option', { name: 'Car', exact: true }).click();
    await expect(findings(page).getByText('Nothing to mind. It can be committed.')).toBeVisible();

    const read = async (place: RegExp, which: string, mark: string, text: string) => {
      await page
        .getByRole('region', { name: 'Where the number is' })
        .getByRole('listitem')
        .getByRole('button', { name: place })
        .click();
      const dialog = page.getByRole('dialog', { name: 'A reading' });
      await expect(dialog.getByRole('combobox', { name: 'Which number it is' })).toHaveValue(which);
      await expect(dialog.getByRole('combobox', { name: 'Kind of mark' })).toHaveValue(mark);
      await dialog.getByRole('textbox', { name: /^Number, exactly/ }).fill(text);
      await page.keyboard.press('Control+Enter');
      await expect(dialog).toHaveCount(0);
    };
    await read(/Engine number/, 'The engine number', 'Stamped', 'K24A4-1234567');
    await expect(page.locator('input[name="engineNumber"]')).toHaveValue('K24A4-1234567');
    await read(/Stamping in the body/, 'The number of record', 'Stamped', '3A004352');
    await expect(findings(page).getByText('Nothing to mind. It can be committed.')).toBeVisible();
    await read(/Label at the driver/, 'The number of record', 'Label', '1HGCM82633A004325');
    const taken = page.getByRole('region', { name: 'Readings and photos' });
    await expect(taken.getByText('Agrees', { exact: true })).toBeVisible();
    await expect(taken.getByText('Agrees with its end', { exact: true })).toBeVisible();
    await expect(taken.getByText('Differs', { exact: true })).toBeVisible();
    await expect(findings(page).getByText(/characters 16 and 17 have changed places/)).toBeVisible();

    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'One thing to mind' });
    await expect(dialog.getByText(/was read as 1HGCM82633A004325/)).toBeVisible();
    await acceptWarnings(page);
    await page.getByRole('link', { name: 'Open the line' }).click();
    await expect(page.getByText('1 of 3 readings differs from the record.')).toBeVisible();

    await goTo(page, '/acquire/tools');
    await fill('manufacturer', 'DeWalt');
    await fill('model', 'DCD791');
    await number(page).fill('175418');
    await fill('acquiredOn', 'today');
    await fill('acquiredFrom', 'Acme Supply');
    await expect(
      findings(page).getByText(/^Can be committed with a reason, but should have: what it is\.$/),
    ).toBeVisible();
  });

  test('a look-alike: compared, the outcome recorded, and not brought up again', async ({ app, wrong: _ }) => {
    test.setTimeout(180_000);
    const { page } = app;
    await goTo(page, '/acquire/tools');
    for (const [name, text] of Object.entries({ manufacturer: 'DeWalt', model: 'DCD791', type: 'Drill or driver' }))
      await page.locator(`input[name="${name}"]`).fill(text);
    await number(page).fill('B801754Z');
    await page.locator('input[name="acquiredOn"]').fill('today');
    await page.locator('input[name="acquiredFrom"]').fill('Acme Supply');
    await expect(findings(page).getByText(/B8O1754Z on line 1/)).toBeVisible();
    await expect(page.getByText('Numbers like it in the book')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await acceptWarnings(page);
    await expect(page.getByRole('heading', { name: 'Line 3 is written' })).toBeVisible();

    await test.step('the whole ledger is checked', async () => {
      await page.keyboard.press('Alt+7');
      await page.getByRole('button', { name: 'Check now' }).click();
      await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
      // It was saved past with a reason: nothing new, and still there to be compared.
      await expect(page.getByText(/Nothing new to look at/)).toBeVisible();
      await expect(page.getByText(/^Saved past: /)).toBeVisible();
      const report = await app.save(() => page.getByRole('button', { name: 'Save the whole report' }).click());
      expect(JSON.parse(report.bytes.toString('utf8'))).toMatchObject({
        lines: 3,
        findings: [],
        accepted: [
          {
            code: 'serial-look-alike',
            book: 'tools',
            line: 3,
            other: { book: 'tools', line: 1 },
            reason: expect.any(String),
          },
        ],
      });
      await page.getByRole('link', { name: 'Compare the two' }).first().click();
    });

    await test.step('compared', async () => {
      await expect(page.getByRole('heading', { name: /^Compare lines/ })).toBeVisible();
      await expect(page.getByText(/look alike: only characters that are misread/)).toBeVisible();
      await page.getByRole('button', { name: 'Record the outcome' }).click();
      await expect(page.getByText('Say what came of it.')).toBeVisible();
      await page.getByRole('checkbox', { name: /in every place on this unit/ }).check();
      await page.getByRole('combobox', { name: 'What came of it' }).click();
      await page.getByRole('option', { name: 'Different units' }).click();
      await page.getByRole('button', { name: 'Record the outcome' }).click();
      await expect(page).toHaveURL(/#\/book\/tools\/\d$/);
      await expect(page.getByText('Different units').first()).toBeVisible();
    });

    await test.step('and not brought up again', async () => {
      await page.keyboard.press('Alt+7');
      await page.getByRole('button', { name: /^Check (now|again)$/ }).click();
      await expect(page.getByRole('progressbar')).toHaveCount(0);
      await expect(page.getByRole('link', { name: 'Compare the two' })).toHaveCount(0);
    });
  });

  test('typed twice where the book asks for it; scanned ones are not', async ({ app: { page }, wrong: _ }) => {
    test.setTimeout(180_000);
    await page.keyboard.press('Alt+9');
    for (const book of ['Vehicle register', 'Tool register'])
      await page.getByRole('checkbox', { name: `Type numbers twice: ${book}` }).check();
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled();

    await goTo(page, '/acquire/tools');
    const again = page.getByLabel('Type it again from the unit, without looking back');
    await number(page).focus();
    await page.keyboard.type('175418', HAND);
    await page.keyboard.press('Enter');
    await expect(again).toBeFocused();
    // The first is out of sight: in the field, shown large, anywhere.
    await expect(page.getByText('175418')).toHaveCount(0);
    await expect(number(page)).toHaveCount(0);
    // Nor does a finding quote it before it was typed twice.
    await page.locator('input[name="model"]').fill('175418');
    await page.waitForTimeout(800);
    await expect(findings(page).getByText(/is the model number too/)).toHaveCount(0);
    // Nor is a reading in sight that was taken meanwhile, nor the number in what is asked at committing.
    await page.getByRole('button', { name: 'Reading', exact: true }).click();
    const reading = page.getByRole('dialog', { name: 'A reading' });
    await reading.getByRole('textbox', { name: /^Number, exactly/ }).fill('175481');
    await reading.getByRole('textbox', { name: 'Place' }).fill('Nameplate');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('Shown once the number was typed twice')).toBeVisible();
    await expect(page.getByText('175481')).toHaveCount(0);
    for (const [name, text] of Object.entries({
      manufacturer: 'DeWalt',
      acquiredOn: 'today',
      acquiredFrom: 'Acme Supply',
    }))
      await page.locator(`input[name="${name}"]`).fill(text);
    await page.keyboard.press('Control+Enter');
    const asked = page.getByRole('dialog', { name: /to mind/ });
    await expect(asked.getByText(/typed a second time without seeing the first/)).toBeVisible();
    await expect(asked.getByText(/175418|175481/)).toHaveCount(0);
    await asked.getByRole('button', { name: 'Go back and change it' }).click();
    await page.getByRole('button', { name: 'Remove the reading' }).click();
    await again.focus();
    await page.keyboard.type('175481', HAND);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^The two differ/)).toBeVisible();
    const both = page.getByRole('table').filter({ has: page.getByRole('rowheader', { name: 'First' }) });
    await expect(both.getByRole('row').nth(0)).toContainText('First175418');
    await expect(both.getByRole('row').nth(1)).toContainText('Second175481');
    await expect(both.locator('td[data-differs]')).toHaveCount(4);
    await again.fill('');
    await again.focus();
    await page.keyboard.type('175418', HAND);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Typed twice, the same both times.')).toBeVisible();
    await expect(number(page)).toHaveValue('175418');
    await expect(findings(page).getByText(/is the model number too/)).toBeVisible();
    // Enter went on, as from any field.
    await expect(page.locator('input[name="dateCode"]')).toBeFocused();

    await goTo(page, '/acquire/vehicles');
    await page.getByRole('button', { name: 'Start over' }).click();
    await number(page).focus();
    // An imported vehicle's bar code begins with the letter I, which is no part of its number.
    await scan(page, 'I1G4AH59H45G118341');
    await expect(number(page)).toHaveValue('1G4AH59H45G118341');
    await expect(page.getByText(/^Scanned\. .*\bI\b/)).toBeVisible();
    await expect(page.locator('input[name="year"]')).toBeFocused();
    await expect(again).toHaveCount(0);
    // It went on to the next field, and committed nothing.
    await expect(page.getByRole('button', { name: 'Commit' })).toBeVisible();
    await expect(page.getByRole('contentinfo').getByText('2 lines, 2 open')).toBeVisible();
    await page.getByRole('button', { name: 'Commit' }).focus();
    await scan(page, '1G4AH59H45G118341');
    await page.waitForTimeout(300);
    await expect(page.getByText(/^Still to fill in/)).toBeVisible();
    await expect(page.getByText(/to put right before it can be committed/)).toHaveCount(0);
  });
});

test.describe('a scanner', () => {
  test.use({ stock: { template: 'shop', lines: [{ book: 'tools', draft: { ...DRILL, serial: '175418' } }] } });

  test('types into every field for a number, and its Enter saves nothing', async ({ app: { page }, wrong: _ }) => {
    const fields = [
      { open: page.getByRole('button', { name: 'Reading', exact: true }), label: 'Number, exactly as it stands there' },
      { open: page.getByRole('button', { name: 'Number', exact: true }), label: 'Number' },
      { open: page.getByRole('button', { name: /^Correct/ }), label: 'Corrected serial number' },
    ];
    await goTo(page, '/book/tools/1');
    for (const { open, label } of fields) {
      await open.click();
      const dialog = page.getByRole('dialog');
      const field = dialog.getByLabel(label, { exact: true });
      // The dialog has taken its place, and the focus with it.
      await expect(dialog.locator('[data-autofocus]')).toBeFocused();
      await field.selectText();
      // The label's own identifier of a serial number, in a Code 128.
      await scan(page, ']C1211754182');
      await expect(field).toHaveValue('1754182');
      await expect(dialog.getByText(/^Scanned\. /)).toBeVisible();
      await expect(field).toBeFocused();
      await expect(field).toBeVisible();
      if (label === 'Corrected serial number') break;
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(page.getByText('1754182')).toHaveCount(0);
    }
  });
});

test.describe('in a book of tools', () => {
  const codes = ['2016 44-H5', '2023 05-FY'];
  test.use({
    stock: {
      template: 'shop',
      lines: codes.map((dateCode, at) => ({
        book: 'tools',
        draft: { ...DRILL, serial: `17541${at}`, dateCode, lot: 'LOT 2021-07' },
      })),
    },
  });

  test('a date code and a lot stand in it whole, in a window 1280 wide', async ({ app: { page }, wrong: _ }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await goTo(page, '/book/tools');
    for (const text of [...codes, 'LOT 2021-07']) {
      const cell = page.getByRole('gridcell').locator('span', { hasText: text }).first();
      await expect(cell).toBeVisible();
      expect(await cell.evaluate((shown) => shown.scrollWidth - shown.clientWidth), text).toBe(0);
    }
  });
});

test.describe('at a dealer', () => {
  test.use({ stock: { template: 'dealer', lines: [] } });

  test('a privately made firearm: entered without a number, due, kept from leaving, marked, then disposed of', async ({
    app: { page },
    wrong: _,
  }) => {
    test.setTimeout(180_000);
    await page.keyboard.press('Alt+a');
    for (const [name, text] of Object.entries({
      manufacturer: 'PMF',
      model: 'PF940C',
      type: 'Pistol',
      caliber: '9x19',
    }))
      await page.locator(`input[name="${name}"]`).fill(text);
    await page.getByRole('button', { name: 'There is no number to read' }).click();
    await page.getByRole('combobox', { name: 'State of the number' }).click();
    await page.getByRole('option', { name: 'To be marked' }).click();
    await page.getByText('From a person').click();
    await page.locator('input[name="acquiredOn"]').fill('today');
    await page.getByLabel('Full name of the person').fill('Lee Vance');
    await page.getByLabel('Address of residence').fill('77 Elm St, Utica, NY 13501');
    await page.keyboard.press('Control+Enter');
    const written = page.getByRole('heading', { name: 'Line 1 is written' });
    await expect(written.or(page.getByRole('dialog', { name: /to mind/ }))).toBeVisible();
    if (!(await written.isVisible())) await acceptWarnings(page);
    await expect(written).toBeVisible();

    await page.keyboard.press('Alt+1');
    await expect(page.getByRole('region', { name: 'What is due' }).getByText(/mark/i).first()).toBeVisible();

    await goTo(page, '/book/ad/1/dispose');
    await page.getByLabel('Date disposed').fill('today');
    await page.getByLabel('Full name of the person').fill('Ida Grant');
    await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
    await page.keyboard.press('Control+Enter');
    await expect(findings(page).getByText(/is not marked yet. It may not leave before it is/)).toBeVisible();
    await expect(page).toHaveURL(/dispose$/);

    await goTo(page, '/book/ad/1');
    await expect(page.getByText(/^To be marked by /)).toBeVisible();
    await page.getByRole('button', { name: 'Mark', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Mark line 1' });
    await expect(dialog.getByLabel('Number, exactly as marked')).toHaveValue('54804567-');
    await expect(dialog.getByLabel('Number, exactly as marked')).toBeFocused();
    await scan(page, '54804567-0001');
    await expect(dialog.getByText(/^Scanned\. /)).toBeVisible();
    await expect(dialog.getByLabel('Number, exactly as marked')).toHaveValue('54804567-0001');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText(/^To be marked by /)).toHaveCount(0);
    await expect(page.getByRole('region', { name: 'Serial number' })).toContainText('54804567-0001');

    await page.keyboard.press('Alt+d');
    await page.getByLabel('Date disposed').fill('today');
    await page.getByLabel('Full name of the person').fill('Ida Grant');
    await page.getByLabel('Address of residence').fill('9638 Oak Ave, Austin, TX 78701');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('main').getByText('Disposed', { exact: true })).toBeVisible();
  });
});
