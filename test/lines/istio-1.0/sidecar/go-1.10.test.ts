import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RELEASES_1_0 } from '../../../../src/lines/istio-1.0/facts/releases';
import { goTemplate } from '../../../../src/lines/istio-1.0/sidecar/go-template';
import { sidecar } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { anySidecarOptions, sidecarOptions } from './options';

/** The functions that our templates may use: built-ins of Go 1.10, and those of the injector of 1.0.0. */
const FUNCTIONS = ['eq', 'formatDuration', 'gt', 'index', 'isset', 'ne', 'or', 'print', 'printf'];
const KEYWORDS = ['else', 'end', 'if', 'range'];

/** Returns the actions of a template, each without its delimiters. */
function actions(template: string): string[] {
  return [...template.matchAll(/\[\[(?:- )?((?:"(?:\\.|[^"\\])*"|[^\]"]|\](?!\]))*?)(?: -)?\]\]/g)].map(
    ([, action = '']) => action.trim(),
  );
}

/** An action without its texts. */
function outline(action: string): string {
  return action.replace(/"(?:\\.|[^"\\])*"/g, '""');
}

/** Refused by Go 1.10's templates, or evaluated differently. */
const NEWER: Readonly<Record<string, RegExp>> = {
  'assignment to a variable (1.11)': /\$\w*\s*=(?!=)/,
  'break and continue (1.18)': /^(?:break|continue)\b/,
  'else with (1.23)': /^else with\b/,
  'range over a number or function (1.22)': /^range \d/,
  'slice (1.13)': /\bslice\b/,
  // Since 1.18, `and` and `or` stop early. Before, every argument was evaluated and could fail.
  'an argument of and/or that may fail':
    /\b(?:and|or)\b(?!(?: (?:""|\.[\w.]+|\(index \.ObjectMeta\.\w+ ""\)))+(?:$|\)))/,
};

function newerConstructs(template: string): string[] {
  const all = actions(template).map(outline);
  return Object.keys(NEWER).filter((name) => all.some((action) => NEWER[name]?.test(action)));
}

const everyTemplate = fc
  .constantFrom(...RELEASES_1_0)
  .chain(anySidecarOptions)
  .map((options) => goTemplate(sidecar(options)));

describe('a sidecar template', () => {
  it('asks for nothing that is newer than Go 1.10', () => {
    fc.assert(
      fc.property(everyTemplate, (template) => {
        expect(actions(template).length).toBeGreaterThan(30);
        expect(newerConstructs(template)).toEqual([]);
      }),
    );
  });

  it('calls only functions that the injector of 1.0.0 has', () => {
    fc.assert(
      fc.property(everyTemplate, (template) => {
        const words = actions(template).flatMap(
          (action) => outline(action).match(/(?<![\w.])[a-z]\w*/gi) ?? [],
        );
        expect(words.filter((word) => ![...FUNCTIONS, ...KEYWORDS].includes(word))).toEqual([]);
      }),
    );
  });

  it('declares no variable', () => {
    expect(goTemplate(sidecar(sidecarOptions()))).not.toContain('$');
  });
});

describe('the check for newer constructs', () => {
  it.each([
    ['[[ $x := 1 ]][[ $x = 2 ]]', 'assignment to a variable (1.11)'],
    ['[[ range .Spec.Containers ]][[- break -]][[ end ]]', 'break and continue (1.18)'],
    ['[[ slice "abc" 1 ]]', 'slice (1.13)'],
    ['[[ or .A (index .B 3) ]]', 'an argument of and/or that may fail'],
    ['[[ if and .A (gt (len .B) 0) ]][[ end ]]', 'an argument of and/or that may fail'],
  ])('finds what is wrong with %j', (template, newer) => {
    expect(newerConstructs(template)).toEqual([newer]);
  });

  it('reads delimiters inside texts as text', () => {
    expect(actions('a [["[["]] b [[- printf "]] %q" .A -]] c')).toEqual(['"[["', 'printf "]] %q" .A']);
  });
});
