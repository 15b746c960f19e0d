import type { ReportAssets } from '../bag-sink.ts';
import { PlainDocument, type Structure } from './plain-document.ts';
import { ACCENT, type Line, LONGEST, RULE, type Style, styles } from './styles.ts';
import { visible } from './visible.ts';

/** A4, in points. The foot of a page stands below its bottom margin. */
export const LEFT = 48;
export const WIDTH = 499;
const MARGINS = { top: 50, bottom: 70, left: LEFT, right: LEFT };

export interface DocumentInfo {
	title: string;
	language: string;
	created: Date;
	/** Ends a text that was cut. */
	more: string;
	fonts: ReportAssets['fonts'];
}

/** Measures and draws on the pages of one document. All text from outside is made visible, and cut where it is too long. */
export class Pen {
	readonly doc: PlainDocument;
	readonly #more: string;
	readonly #root: Structure;

	constructor({ title, language, created, more, fonts }: DocumentInfo) {
		this.#more = more;
		this.doc = new PlainDocument({
			size: 'A4',
			margins: MARGINS,
			lang: language,
			displayTitle: true,
			info: { Title: title, Creator: 'Custos', Producer: 'Custos', CreationDate: created },
		});
		for (const name of ['sans', 'bold', 'mono'] as const) this.doc.registerFont(name, fonts[name]);
		this.#root = this.doc.struct('Document');
		this.doc.addStructure(this.#root);
	}

	/** An element of the document to which others are added; `end` it when it is whole. */
	element(type: string, parent = this.#root): Structure {
		const element = this.doc.struct(type);
		parent.add(element);
		return element;
	}

	tagged(type: string, draw: () => void, parent = this.#root, about: { alt?: string } = {}): void {
		this.doc.tagged(parent, type, draw, about);
	}

	set(style: Style): PlainDocument {
		const { font: name, size, color } = styles[style];
		return this.doc.font(name).fontSize(size).fillColor(color);
	}

	/** The text as it is drawn in the font in use: letters that the font lacks by their numbers. */
	shown(text: string): string {
		const cut = visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}… ${this.#more}` : text);
		return cut.replace(/[^\x20-\x7e\u0410-\u044f]/gu, (char) => {
			const codePoint = char.codePointAt(0) as number;
			return this.doc.has(codePoint) ? char : `\\u{${codePoint.toString(16)}}`;
		});
	}

	height({ text, style = 'body' }: Line, width: number): number {
		const doc = this.set(style);
		return doc.heightOfString(this.shown(text), { width });
	}

	/** Writes a line of a cell at this place; afterwards the document's y is below it. */
	write({ text, style = 'body' }: Line, x: number, y: number, width: number): void {
		const doc = this.set(style);
		doc.text(this.shown(text), x, y, { width });
	}

	rule(y: number, color = RULE, weight = 0.4): void {
		this.doc.artifact('Layout', () =>
			this.doc
				.moveTo(LEFT, y)
				.lineTo(LEFT + WIDTH, y)
				.lineWidth(weight)
				.strokeColor(color)
				.stroke(),
		);
	}

	ground(y: number, height: number, color: string): void {
		this.doc.artifact('Layout', () => this.doc.rect(LEFT, y, WIDTH, height).fill(color));
	}

	frame(y: number, height: number): void {
		this.doc.artifact('Layout', () =>
			this.doc.roundedRect(LEFT, y, WIDTH, height, 3).lineWidth(1).strokeColor(ACCENT).stroke(),
		);
	}

	get bottom(): number {
		return this.doc.page.height - MARGINS.bottom;
	}

	get atTop(): boolean {
		return this.doc.y <= MARGINS.top + 8;
	}

	/** Starts a page unless this many points are left on this one. */
	need(height: number): boolean {
		if (this.doc.y + height <= this.bottom) return false;
		this.doc.addPage();
		return true;
	}
}
