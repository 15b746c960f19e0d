import { zlibSync } from 'fflate';
import PDFDocument from 'pdfkit';
import { concat } from '../../domain/bytes.ts';
import { BYTE_RANGE_ROOM } from '../seal/sign-paper.ts';

/** An object of a PDF as pdfkit keeps it until it is written out. */
interface Reference {
	buffer: Uint8Array[];
	data: { Filter?: string; Type?: string };
	finalize(): void;
}
/** What pdfkit has and its types lack. */
interface Inner {
	_font: Font;
	_root: { data: { [name: string]: object } };
	page: { annotations: object[] };
	outline: { options: object };
	openImage(jpeg: Uint8Array): { colorSpace?: string };
}
type Font = { font: { hasGlyphForCodePoint(codePoint: number): boolean } };
export type Structure = PDFKit.PDFStructureElement;

/**
 * A pdfkit document that is PDF/A-1b (ISO 19005-1) and tagged, and whose bytes are the same under Node and in a browser:
 * pdfkit deflates by whatever the platform has, this one always by fflate. It has no font until one is set: pdfkit's own are
 * not embedded.
 */
export class PlainDocument extends PDFDocument {
	#form: PDFKit.PDFKitReference | undefined;

	constructor(options: PDFKit.PDFDocumentOptions) {
		super({
			...options,
			compress: false,
			font: '',
			bufferPages: true,
			pdfVersion: '1.4',
			subset: 'PDF/A-1b',
			tagged: true,
		});
		// Shut, an outline says nothing of how many it holds, which PDF/A asks for.
		(this as unknown as Inner).outline.options = { expanded: true };
	}

	override ref(data: object): PDFKit.PDFKitReference {
		const ref = super.ref(data);
		const raw = ref as unknown as Reference;
		const finalize = raw.finalize.bind(ref);
		raw.finalize = () => {
			// Metadata must be readable by a program that knows no PDF.
			if (raw.buffer.length > 0 && raw.data.Filter === undefined && raw.data.Type !== 'Metadata') {
				raw.buffer = [zlibSync(concat(...raw.buffer))];
				raw.data.Filter = 'FlateDecode';
			}
			finalize();
		};
		return ref;
	}

	/** Draws what belongs to the reading order, as an element under `parent`; it may go on on the next page. */
	tagged(parent: Structure, type: string, draw: () => void, about: { alt?: string } = {}): void {
		const content = this.markStructureContent(type);
		draw();
		this.endMarkedContent();
		parent.add(this.struct(type, about, [content]));
	}

	/** Draws what a reader aloud leaves out: lines, grounds, what stands at the foot of every page. */
	artifact(kind: 'Layout' | 'Pagination', draw: () => void): void {
		this.markContent('Artifact', { type: kind });
		draw();
		this.endMarkedContent();
	}

	/** A JPEG, as `image` places it. Throws for one in colours of print, which PDF/A-1 has no meaning for here. */
	picture(jpeg: Uint8Array, x: number, y: number, options: PDFKit.Mixins.ImageOption): void {
		const image = (this as unknown as Inner).openImage(jpeg);
		if (image.colorSpace !== 'DeviceRGB' && image.colorSpace !== 'DeviceGray')
			throw new TypeError('not a screen picture');
		// pdfkit takes an image it opened, its types do not.
		this.image(image as unknown as Buffer, x, y, options);
	}

	/** Whether the font in use has a letter for it. */
	has(codePoint: number): boolean {
		return (this as unknown as Inner)._font.font.hasGlyphForCodePoint(codePoint);
	}

	/**
	 * A field for a signature of `room` bytes over this place of the page, in points from its upper left. Its appearance is
	 * empty, since what is to be read there is part of the page.
	 */
	signatureField(time: Date, [x, y, width, height]: readonly [number, number, number, number], room: number): void {
		const shown = this.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: {} });
		shown.end('q Q');
		const value = this.ref({
			Type: 'Sig',
			Filter: 'Adobe.PPKLite',
			SubFilter: 'ETSI.CAdES.detached',
			ByteRange: [0, BYTE_RANGE_ROOM, BYTE_RANGE_ROOM, BYTE_RANGE_ROOM],
			Contents: new Uint8Array(room),
			M: time,
		});
		const bottom = this.page.height - y - height;
		const field = this.ref({
			Type: 'Annot',
			Subtype: 'Widget',
			FT: 'Sig',
			T: new String('Signature'),
			V: value,
			P: this.page.dictionary,
			Rect: [x, bottom, x + width, bottom + height],
			// Printed, and not to be moved.
			F: 132,
			AP: { N: shown },
		});
		this.#form = this.ref({ Fields: [field], SigFlags: 3 });
		const inner = this as unknown as Inner;
		inner._root.data['AcroForm'] = this.#form;
		inner.page.annotations.push(field);
		value.end('');
		field.end('');
	}

	/** Called by pdfkit at the end, for forms of its own. */
	override endAcroForm(): this {
		this.#form?.end('');
		return this;
	}

	/** Something drawn once and placed often: operators of a content stream, in a square of `size` units, y downwards. */
	stamp(size: number, operators: string): PDFKit.PDFKitReference {
		const form = this.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, size, size], Resources: {} });
		form.end(operators);
		return form;
	}

	place(name: string, stamp: PDFKit.PDFKitReference, x: number, y: number, scale: number): void {
		this.page.xobjects[name] = stamp;
		this.addContent(`q ${scale} 0 0 ${scale} ${x} ${y} cm /${name} Do Q`);
	}
}
