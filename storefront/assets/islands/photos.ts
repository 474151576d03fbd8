// Photos chosen for upload: shown at once, and made small before they are sent over a slow line.
const LONGEST_SIDE = 1600;
const QUALITY = 0.82;
const WORTH_SHRINKING = 400 * 1024;

async function shrunk(file: File): Promise<File> {
  if (file.size < WORTH_SHRINKING || !('createImageBitmap' in window)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' } as ImageBitmapOptions);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/jpeg', QUALITY); });
  return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }) : file;
}

export function mountPhotos(element: HTMLElement): void {
  const input = element.querySelector<HTMLInputElement>('input[type="file"]');
  const shelf = element.querySelector<HTMLElement>('[data-preview]');
  if (!input || !shelf) return;
  input.addEventListener('change', () => {
    const files = Array.from(input.files ?? []);
    shelf.replaceChildren(...files.map((file) => {
      const image = document.createElement('img');
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      image.onload = () => URL.revokeObjectURL(image.src);
      return image;
    }));
    Promise.all(files.map((file) => shrunk(file).catch(() => file))).then((small) => {
      const transfer = new DataTransfer();
      small.forEach((file) => transfer.items.add(file));
      input.files = transfer.files;
    }).catch(() => undefined); // The photos go as they are.
  });
}
