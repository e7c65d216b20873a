import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The app's menu. Electron's own would offer reloading, developer tools and links into the web; on macOS copying and
 * pasting need a menu to work at all.
 *
 * @param development adds reloading and the developer tools
 */
export const setMenu = (development: boolean): void => {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  if (development) view.push({ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' });
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo' },
    { role: 'redo' },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
  ];
  const mac: MenuItemConstructorOptions[] = [
    {
      label: app.name,
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
  ];
  const file: MenuItemConstructorOptions[] = [{ label: '&File', submenu: [{ role: 'quit' }] }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(process.platform === 'darwin' ? mac : file),
      { label: '&Edit', submenu: edit },
      { label: '&View', submenu: view },
      { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
    ]),
  );
};

/** Cut, copy and paste on the right mouse button, where they can do something. Electron brings no such menu. */
export const offerEditMenu = (window: BrowserWindow): void => {
  window.webContents.on('context-menu', (_event, { editFlags, isEditable, selectionText }) => {
    if (!isEditable && selectionText === '') return;
    const items: MenuItemConstructorOptions[] = [{ role: 'copy', enabled: editFlags.canCopy }];
    if (isEditable) {
      items.unshift({ role: 'cut', enabled: editFlags.canCut });
      items.push({ role: 'paste', enabled: editFlags.canPaste }, { type: 'separator' }, { role: 'selectAll' });
    }
    Menu.buildFromTemplate(items).popup({ window });
  });
};
