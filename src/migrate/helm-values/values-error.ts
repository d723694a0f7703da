import { positionsIn } from '../../kubernetes/text/place';
import { UserError } from '../../problem';

/** Makes an error about a values file; `offset` is where in its text the fault is, counted from 0. */
export type FileFault = (offset: number, message: string, fix: string) => ValuesError;

/** Values that Helm would refuse, or that cannot be read the way Helm reads them. */
export class ValuesError extends UserError {
  /**
   * @param file file the values came from, as the person named it
   * @param text content of the file
   * @param offset where in the text the fault is, counted from 0
   */
  static inFile(file: string, text: string, offset: number, message: string, fix: string): ValuesError {
    const position = positionsIn(text)(offset);
    return new ValuesError([{ severity: 'error', path: [], file, position, message, fix }]);
  }

  /**
   * @param flag `--set`, `--set-string` or `--set-json`
   * @param text what followed the flag
   * @param offset where in the text the fault is, counted from 0
   */
  static inFlag(flag: string, text: string, offset: number, message: string, fix: string): ValuesError {
    const place = `${flag} ${JSON.stringify(text)} at character ${offset + 1}`;
    return new ValuesError([{ severity: 'error', path: [], file: place, message, fix }]);
  }

  override readonly name = 'ValuesError';
}
