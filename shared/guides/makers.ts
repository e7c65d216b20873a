import type { GuideId } from './guide.ts';

/**
 * What maker and model tell about the kind of thing, from memory of what makers sell. It only puts one guide before
 * others; nothing of it is written into a record.
 */
type MakerRule = {
  guide: GuideId;
  /** Matches the maker; absent: any, also an empty one. In small letters and without accents, as `model`. */
  maker?: RegExp;
  /** Matches the model; absent: any. */
  model?: RegExp;
};

/** The first that matches is the likeliest. */
export const MAKER_RULES: readonly MakerRule[] = [
  // Firearms
  { guide: 'firearm-pmf', maker: /^pmf\b|privately made/ },
  { guide: 'pistol-modular', maker: /\bsig\b|sauer/, model: /\bp ?-?(250|320|365)|\bm1[78]\b/ },
  { guide: 'pistol-modular', maker: /beretta/, model: /\bapx/ },
  { guide: 'pistol-modular', maker: /springfield/, model: /echelon/ },
  { guide: 'pistol-modular', maker: /ruger/, model: /\brxm/ },
  {
    guide: 'rifle-military',
    model:
      /mosin|nagant|\b91[ /-]?(30|59)\b|\bk(ar)?[ .-]?98|\b98k|\bmauser|\bsks\b|enfield|\bsmle|\bno\.? ?[45] mk|garand|\bm1 carbine|carcano|arisaka|\bk[ -]?31\b|schmidt|\bm?1903|\bm?1917|krag|\bmas[ -]?36|\bm48\b|hakim/,
  },
  { guide: 'rifle-military', maker: /mosin|enfield|izhevsk|tula arsenal/, model: /^$|\b(18)?91\b/ },
  { guide: 'rifle-military', maker: /mauser/, model: /\b(18)?(71|88|9[3568])\b|gew/ },
  {
    // FAL, G3 and MP5 types, and more of the AK’s family.
    guide: 'rifle-semi',
    model:
      /\bsa ?-?58|\bl1a1|\bstg ?-?58|\bfn ?-?fal|\bptr\b|\bptr-?\d|cetme|\bc-?308\b|\bhk ?-?(33|43|53|9[134])\b|\b[sa]p ?-?5k?\b|\bmp ?-?5(?![.7])|\bak[ -]?(74|10\d|v\b)|\bzpap|\bn?pap\b|draco|\bras[ -]?47|vska|\bc39|\bkr-?(103|101|9)|\bsam[ -]?(5|7)|\bslr-?10\d|galil|\bvz ?-?58|tavor|\bx95\b|\baug\b|\bscar\b|\bps-?90/,
  },
  { guide: 'rifle-semi', maker: /heckler|^h ?[&+]? ?k\b/, model: /\bg3\b|\b(33|43|53|9[134])\b|\busc\b|\bsl-?[678]\b/ },
  {
    guide: 'receiver-ar',
    model:
      /\bar[ -]?(15|10|308|556|9)\b|\bm ?4(a1)?\b|\bm ?16(a\d)?\b|\bm ?& ?p ?-?(15|10)|\bmp-?15|ddm4|\bxm-?15|\bsr-?(15|25|556)|\bm400\b|\bst-?15|\bpa-?(15|10)|\bam-?15|\blr-?308|\ble ?6920|\bsp1\b|\bm5\b|sporter|stripped lower/,
  },
  {
    guide: 'receiver-ar',
    maker:
      /aero precision|anderson|bravo company|\bbcm\b|daniel defense|\bdpms|rock river|stag arms|spike.?s tactical|palmetto|\bpsa\b|lwrc|bushmaster|noveske|\bradical firearms|diamondback|poverty pony/,
  },
  {
    guide: 'rifle-semi',
    model:
      /10[/ -]?22|mini[ -]?(14|30|thirty)|\bpc (carbine|9)|\bm1a\b|\bm14\b|\bak[ -]?\w*47|\bak(m|s)?\b|saiga|wasr|vepr|\bbar\b|\b7400\b|\b742\b|\b750\b|\bfal\b|\bsub ?-?2000|camp carbine|\bm1 ?a\b/,
  },
  { guide: 'rifle-semi', maker: /^ptr\b|\bptr (industries|inc)/ },
  { guide: 'rifle-semi', maker: /marlin|glenfield/, model: /^(model )?(60|70|795|995)\b/ },
  { guide: 'rifle-lever', maker: /^henry/ },
  { guide: 'rifle-lever', maker: /marlin|glenfield|ruger/, model: /\b(336|1894|1895|39a?|30as|308mx|444)\b/ },
  { guide: 'rifle-lever', maker: /winchester/, model: /\b(18)?(73|76|86|92|94|95)\b|\b(71|88)\b/ },
  { guide: 'rifle-lever', model: /\bblr\b|\br92\b|lever/ },
  { guide: 'rifle-lever', maker: /savage/, model: /\b99\b/ },
  {
    guide: 'shotgun-over-under',
    model:
      /citori|cynergy|superposed|silver pigeon|\b68[0-9]\b|\bdt ?1[01]\b|red label|condor|instinct|redhead|over ?[-/&]?(and)? ?under|\bo ?\/ ?u\b|side by side|\bsxs\b|coach gun|uplander|\b311\b|double barrel/,
  },
  {
    guide: 'shotgun-over-under',
    maker: /perazzi|krieghoff|caesar guerini|rizzini|\bfox\b|parker bro|l\.? ?c\.? smith/,
  },
  {
    guide: 'shotgun-pump',
    model: /\b870\b|\b(500|590|835)\w?\b|maverick|\b88\b|\b1[23]00\b|ithaca 37|\bsxp\b|supernova|\bnova\b|pump/,
  },
  {
    guide: 'firearm-single-shot',
    model:
      /handi|topper|pardner|contender|encore|favorite|single ?-?shot|\bno\.? ?1\b|\b1885\b|rolling block|sharps|derringer/,
  },
  {
    guide: 'firearm-single-shot',
    maker: /harrington|\bh ?& ?r\b|new england firearms|\bnef\b|iver johnson|thompson.?center/,
  },
  { guide: 'rifle-bolt', model: /\b700\b|m ?77|\b110\b|\baxis\b|\bt3x?\b|vanguard|\b45[57]\b|\b527\b|patriot|\bbolt/ },
  {
    guide: 'revolver',
    model: /gp ?-?100|sp ?-?101|\blcrx?\b|blackhawk|redhawk|single ?-?six|wrangler|python|\bsaa\b|single action army/,
  },
  {
    guide: 'pistol-metal',
    model: /1911|\b2011\b|\b92(fs|f|s|x)?\b|\bm9\b|\bcz ?-?75|hi ?-?power|\bp ?-?2[12][0-9]\b|shadow 2|luger\b|\bpp ?k/,
  },
  { guide: 'pistol-metal', maker: /ruger/, model: /\bm(ar)?k\.? ?(i{1,3}|iv|[1-4])\b|22 ?\/ ?45/ },
  { guide: 'pistol-metal', maker: /kimber|staccato|\bsti\b|les baer|wilson combat/ },
  { guide: 'pistol-polymer', maker: /glock|canik|kahr|kel-?tec/ },
  {
    guide: 'pistol-polymer',
    model:
      /\bm ?& ?p\b|shield|\bxdm?\b|hellcat|\bvp9|\busp\b|\bp30|\bg[23]c?\b|\bpdp|\bppq|\b509\b|p-10|\blcp|max-?9|security-?9/,
  },
  // Vehicles
  {
    guide: 'tractor',
    maker: /yamaha|kawasaki|honda|suzuki/,
    model:
      /\btrx|four ?trax|rancher|foreman|rincon|\bpioneer|talon|grizzly|kodiak|raptor|\byf[mz]|viking|rhino|wolverine|\bteryx|brute force|\bmule\b|\bkfx|king ?quad/,
  },
  { guide: 'boat', maker: /yamaha|kawasaki/, model: /wave ?runner|jet ?ski/ },
  {
    guide: 'motorcycle',
    maker: /honda/,
    model: /\bcb[rx]? ?\d|grom|rebel|shadow|\bvfr|\bxr ?\d|africa twin|ruckus|\bvtx?\d|super cub|\bnc ?\d/,
  },
  {
    guide: 'motorcycle',
    maker: /suzuki/,
    model: /\bdr-?z? ?\d|\brm-?z? ?\d|\bsv ?\d|v-?strom|\bdl ?\d|hayabusa|boulevard|burgman|\bgs ?\d/,
  },
  { guide: 'motorcycle', maker: /\bbmw\b/, model: /\b[rsfkg] ?\d{3,4} ?(gs|rt|rr?|xr)?\b|\br ?(nine ?t|18)\b/ },
  {
    guide: 'motorcycle',
    // What else they make is named by its model, above.
    maker: /yamaha|kawasaki|triumph/,
  },
  {
    guide: 'motorcycle',
    maker: /harley|ducati|\bktm\b|husqvarna motor|royal enfield|vespa|piaggio|aprilia|moto guzzi|indian motor/,
  },
  {
    guide: 'motorcycle',
    model: /sportster|softail|electra ?glide|road king|ninja|\bcbr|\bgsx|\byz[fr]?|\bcrf|gold ?wing|bonneville t/,
  },
  {
    guide: 'tractor',
    maker:
      /deere|kubota|polaris|can-?am|caterpillar|\bcat\b|bobcat|new holland|case ih|massey|mahindra|arctic cat|farmall|international harvester|\bjcb\b/,
  },
  {
    guide: 'boat',
    maker:
      /boston whaler|bayliner|sea ?ray|tracker|\blund\b|sea-?doo|mastercraft|alumacraft|malibu boats|grady-?white|hobie/,
  },
  {
    guide: 'trailer',
    maker:
      /big tex|pj trailer|haulmark|wells cargo|airstream|featherlite|load rite|ez loader|carry-?on trailer|utility trailer/,
  },
  {
    guide: 'pickup',
    model:
      /\bf ?-?[1-6]50|silverado|sierra|\bram\b|\b[123]500\b|tacoma|tundra|ranger|colorado|frontier|titan|ridgeline|gladiator|canyon|\bd-?max|hilux/,
  },
  // Tools
  {
    guide: 'saw-stationary',
    maker: /dewalt/,
    model: /^dw(e|s)?74\d|^dwe?7(0|1|3)\d|^dws(7|8)\d\d|^dhs\d{3}|^dcs36[15]|^dcs7[4-9]\d|^dw7[0-9]{2}[a-z]*$/,
  },
  { guide: 'saw-stationary', maker: /makita/, model: /^(ls|lb|xsl)\d|^270\d|^2012|^2414|^2416/ },
  { guide: 'saw-stationary', maker: /bosch/, model: /^(gts|gcm|gta|cm1|ts[0-9]{4})|^4100|^(4|5)[34]1\d/ },
  { guide: 'saw-stationary', maker: /milwaukee/, model: /^(2736|2734|2739|2733|6955|6177)/ },
  { guide: 'saw-stationary', maker: /ryobi|ridgid/, model: /^r(4[0-9]{3}|ts\d)|^(p|pbt|pbl)?(bt)?[lt]s\d|^ts\d{4}/ },
  { guide: 'saw-stationary', maker: /metabo|hitachi|hikoki/, model: /^c(8|10|12)(f|r|lsh|rj)/ },
  { guide: 'nailer', maker: /dewalt/, model: /^dcn\d|^dwf\d|^dwfp(?!55)/ },
  { guide: 'nailer', maker: /milwaukee/, model: /^274\d/ },
  { guide: 'nailer', maker: /metabo|hitachi|hikoki/, model: /^n[rtvpc]\d/ },
  { guide: 'chainsaw', maker: /dewalt/, model: /^dccs\d/ },
  { guide: 'chainsaw', maker: /milwaukee/, model: /^(2727|3004)/ },
  { guide: 'chainsaw', maker: /makita/, model: /^(xcu|ea\d|uc\d)/ },
  { guide: 'chainsaw', maker: /\bego\b/, model: /^cs\d/ },
  { guide: 'compressor', maker: /dewalt|makita|porter-?cable/, model: /^(dwfp55|dxcm|d55|mac\d|c20\d\d)/ },
  { guide: 'generator', maker: /dewalt|ryobi|simpson/, model: /^(dxgn|dxpw|ryi\d|msh|ps\d)/ },
  { guide: 'chainsaw', maker: /stihl/, model: /\bms ?a?\b|\bms[a ]?\d|^0\d\d\b/ },
  { guide: 'chainsaw', maker: /husqvarna|jonsered/, model: /\d ?(xp|rancher)\b|^(4[0-9]|5[0-9]|3[37])\d?\b/ },
  { guide: 'chainsaw', maker: /echo/, model: /^cs-?\d/ },
  { guide: 'nailer', maker: /paslode|senco|bostitch/ },
  { guide: 'saw-stationary', maker: /sawstop|powermatic|\bjet\b|grizzly|laguna/ },
  { guide: 'compressor', maker: /quincy|campbell hausfeld|california air|rolair/ },
  { guide: 'generator', maker: /generac|champion|briggs|kohler|westinghouse|predator/ },
  { guide: 'generator', maker: /honda/, model: /^e[bmug]\d?|^gx|^gcv/ },
  { guide: 'hand-tool', maker: /snap-?on|mac tools|matco|\bwera\b|knipex|proto\b|starrett|\bstanley\b|cornwell/ },
  {
    guide: 'tool-cordless',
    maker: /dewalt|milwaukee|makita|ryobi|ridgid|bosch|hilti|metabo|festool|hikoki|porter-?cable/,
  },
  // Electronics. Of one word for several things the narrower rule stands first: Pixelbook before Pixel.
  {
    guide: 'laptop',
    model:
      /macbook|thinkpad|thinkbook|thinkcentre|ideapad|\byoga\b|\blegion\b|latitude|\bxps\b|inspiron|vostro|\bprecision\b|optiplex|alienware|elitebook|probook|zbook|pavilion|\benvy\b|spectre|\bomen\b|chromebook|pixelbook|galaxy book|surface (laptop|book|studio)|zenbook|vivobook|\brog\b|aspire|\bnitro\b|\bimac|mac (mini|studio|pro)|\bnuc\b|\bgram\b|pixma|image ?class|laserjet|officejet|deskjet|ecotank|workforce/,
  },
  {
    guide: 'phone',
    model:
      /iphone|ipad|galaxy (s|a|z|m|note|tab|watch)|\bsm-[a-z]\d{3}|pixel|kindle|apple watch|\bmoto (g|e|z|edge)|^xt\d{4}|oneplus|surface (pro|go|duo)|\bgarmin\b|fenix|forerunner/,
  },
  { guide: 'television', maker: /samsung/, model: /^(q[nae]|un|u[ae]|ln|pn|hg|kq|kn)\d{2}/ },
  {
    guide: 'television',
    maker: /\blg\b/,
    model: /^(oled|qned|nano)\d{2}|^\d{2}(oled|nano|qned|u[jkmnpqrt]|l[a-z]|g[a-z])/,
  },
  { guide: 'television', maker: /sony/, model: /^(kd|kdl|xbr|xr|k)-?\d{2}|bravia|\bcfi-?\d|\bcuh-?\d/ },
  { guide: 'television', model: /^kdl?-\d{2}|^xbr-\d{2}|^oled\d{2}|^qn\d{2}q/ },
  { guide: 'camera', maker: /sony/, model: /^(ilce|ilme|dsc|zv-|fdr|hdr|slt|sel\d)/ },
  { guide: 'laptop', maker: /lenovo|\bdell\b|hewlett|^hp\b|acer\b|\basus|\bmsi\b|framework/ },
  { guide: 'camera', maker: /canon|nikon|fujifilm|leica|gopro|\bdji\b|hasselblad|olympus|pentax|sigma|tamron/ },
  { guide: 'camera', model: /\beos\b|\bilce|\balpha ?\d|coolpix|lumix/ },
  {
    guide: 'television',
    model: /playstation|\bps[345]\b|xbox|nintendo switch|^switch|bravia|\boled|\bqled|homepod|apple tv|chromecast/,
  },
  { guide: 'television', maker: /vizio|\btcl\b|hisense|roku|nintendo|sonos|\bbose\b|denon|yamaha|\bjbl\b/ },
  { guide: 'phone', maker: /samsung|motorola|nokia|oneplus|fitbit|garmin/ },
  { guide: 'television', maker: /samsung|\blg\b|sony|panasonic|philips/ },
  // Appliances
  { guide: 'water-heater', maker: /rheem|a\.? ?o\.? smith|bradford white|rinnai|navien|lennox|trane|carrier|goodman/ },
  { guide: 'refrigerator', maker: /sub-?zero|true mfg/ },
  { guide: 'washer', maker: /speed queen/ },
  { guide: 'range', maker: /viking|\bwolf\b|thermador|traeger|weber/ },
];
