import { open, rename, rm } from 'node:fs/promises';

/** Takes the next part of a text. */
export type Write = (text: string) => Promise<void>;

/** Writes a file part by part; it is there, under its name and on the disk, once it is whole, and never before. */
export async function writeWhole<T>(path: string, work: (write: Write) => Promise<T>): Promise<T> {
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    const result = await work((text) => file.appendFile(text));
    await file.sync();
    await rename(part, path);
    return result;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
