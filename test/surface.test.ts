// The public names of the library; a change here is a change for everyone who uses it.
import { describe, expect, it } from 'vitest';
import * as formats from '../src/formats/formats.ts';
import * as library from '../src/index.ts';

describe('the public surface', () => {
  it('of forebear is this', () => {
    expect(Object.keys(library).toSorted()).toMatchInlineSnapshot(`
      [
        "ForebearError",
        "decodeDocument",
        "examine",
        "examineCode",
        "examineTexts",
        "inspectIndexAlone",
        "inspectModel",
        "inspectionDocument",
        "isForebearError",
        "openBundle",
        "openFile",
        "openFolder",
        "openGrammars",
        "openModel",
        "openRepository",
        "parseCaseFile",
        "printInspection",
        "printJson",
        "printTerminal",
        "readSurroundings",
        "rejudge",
        "renderHtml",
        "renderInspection",
        "surveyCode",
        "surveyHistory",
        "surveyLicence",
        "surveyOwn",
        "surveyPair",
        "surveyText",
        "withSurroundings",
      ]
    `);
  });

  it('of forebear/formats is this', () => {
    expect(Object.keys(formats).toSorted()).toMatchInlineSnapshot(`
      [
        "archiveFormats",
        "formats",
      ]
    `);
  });
});
