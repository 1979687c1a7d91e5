// Writes a file of unknown length into R2 while it is made, so that no file is whole in memory. R2 takes the parts of one
// upload only if all but the last have the same size.

const partBytes = 5 * 1024 * 1024;

export class FileParts {
  readonly #upload: R2MultipartUpload;
  readonly #sent: R2UploadedPart[] = [];
  #buffer = new Uint8Array(partBytes);
  #filled = 0;

  private constructor(upload: R2MultipartUpload) {
    this.#upload = upload;
  }

  /** Nobody sees the file before `finish`; an upload that is never finished is deleted by R2 after a week. */
  static async begin(bucket: R2Bucket, key: string, httpMetadata: R2HTTPMetadata): Promise<FileParts> {
    return new FileParts(await bucket.createMultipartUpload(key, { httpMetadata }));
  }

  async write(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) {
      const taken = rest.subarray(0, partBytes - this.#filled);
      this.#buffer.set(taken, this.#filled);
      this.#filled += taken.length;
      rest = rest.subarray(taken.length);
      if (this.#filled === partBytes) await this.#send();
    }
  }

  async finish(): Promise<void> {
    if (this.#filled > 0 || this.#sent.length === 0) await this.#send();
    await this.#upload.complete(this.#sent);
  }

  async abandon(): Promise<void> {
    await this.#upload.abort();
  }

  async #send(): Promise<void> {
    const part = await this.#upload.uploadPart(this.#sent.length + 1, this.#buffer.subarray(0, this.#filled));
    this.#sent.push(part);
    this.#buffer = new Uint8Array(partBytes);
    this.#filled = 0;
  }
}
