import { zlibSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { concat } from '../../domain/bytes.ts';

/** An object of a PDF as pdfkit keeps it until it is written out. */
interface Reference {
	buffer: Uint8Array[];
	data: { Filter?: string };
	finalize(): void;
}

/**
 * A pdfkit document whose bytes are the same under Node and in a browser: pdfkit deflates by whatever the platform has,
 * this one always by fflate. It has no font until one is set: pdfkit's own are not embedded.
 */
export class PlainDocument extends PDFDocument {
	constructor(options: PDFKit.PDFDocumentOptions) {
		super({ ...options, compress: false, font: '' });
	}

	override ref(data: object): PDFKit.PDFKitReference {
		const ref = super.ref(data);
		const raw = ref as unknown as Reference;
		const finalize = raw.finalize.bind(ref);
		raw.finalize = () => {
			if (raw.buffer.length > 0 && raw.data.Filter === undefined) {
				raw.buffer = [zlibSync(concat(...raw.buffer))];
				raw.data.Filter = 'FlateDecode';
			}
			finalize();
		};
		return ref;
	}

	/** A JPEG, as `image` places it. */
	picture(jpeg: Uint8Array, x: number, y: number, options: PDFKit.Mixins.ImageOption): void {
		// pdfkit takes any array of bytes, its types only Node's.
		this.image(jpeg as Buffer, x, y, options);
	}
}
