import { UserError } from '../../problem';

/** A mistake or an obstacle in the output folder. The message says where, what is wrong and what to do. */
export class OutputError extends UserError {
  constructor(message: string, cause?: unknown) {
    // The name of a file someone else put there must not forge a line of our output.
    super(message.replace(/\p{Cc}/gu, '?'));
    this.name = 'OutputError';
    if (cause !== undefined) this.cause = cause;
  }
}
