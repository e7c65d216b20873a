import { ORPCError } from '@orpc/server';
import { type ErrorCode, errors } from '../../../shared/contract/errors.ts';

/** A failure of the contract, in a sentence of the host's own. */
export const failure = (code: Exclude<ErrorCode, 'REFUSED'>, message: string) =>
  new ORPCError(code, { status: errors[code].status, message });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A failure to write a document, as the contract's error with a sentence that says what to do. */
export const saveFailure = (error: unknown): Error => {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failure(
        'DISK_FULL',
        'The disk is full, so the document was not saved. Free some space, or save it elsewhere.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return failure(
        'FOLDER_READ_ONLY',
        'This folder can’t be written to, so the document was not saved. Choose another folder.',
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return failure(
        'FILE_UNREADABLE',
        'The folder is no longer there, so the document was not saved. Choose another folder.',
      );
    case 'EBUSY':
    case 'ETXTBSY':
      return failure(
        'FILE_UNREADABLE',
        'Another program has this file open, so the document was not saved. Close it there, or choose another name.',
      );
    default:
      return failure('FILE_UNREADABLE', 'The document could not be saved here. Try again, or choose another folder.');
  }
};

/** A failure to look at a file the user chose, as the contract's error. */
export const chosenFileFailure = (error: unknown): Error => {
  switch (codeOf(error)) {
    case 'ENOENT':
      return failure('FILE_UNREADABLE', 'The file is no longer there. Choose it again.');
    case 'EACCES':
    case 'EPERM':
      return failure(
        'FILE_UNREADABLE',
        'You are not allowed to read this file. Choose another, or ask for access to it.',
      );
    case 'EISDIR':
      return failure('FILE_UNREADABLE', 'This is a folder, not a file. Choose the file inside it.');
    default:
      return failure('FILE_UNREADABLE', 'The file can’t be read. Choose it again, or choose another.');
  }
};
