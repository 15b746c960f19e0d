import { concat } from '../../domain/bytes.ts';
import { codeOperators, type PageCode } from './page-code.ts';
import { type DocumentInfo, LEFT, Pen, WIDTH } from './pen.ts';
import type { Structure } from './plain-document.ts';
import { drawFacts, drawTable, type Row } from './rows.ts';
import { ACCENT, type Cell, type Column, INK, type Line, RULE, type Style } from './styles.ts';

/** Letters, by which a text is made shorter until it has room. */
const STEP = 40;

/** A4 pages in points, written from top to bottom. */
export class Sheet {
	readonly #pen: Pen;
	readonly #chunks: Uint8Array[] = [];

	constructor(info: DocumentInfo) {
		this.#pen = new Pen(info);
		this.#pen.doc.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
	}

	title(kicker: string, title: string): void {
		const { doc } = this.#pen;
		this.#para('P', 'kicker', kicker.toUpperCase());
		doc.y += 2;
		this.#para('H1', 'title', title.slice(0, 300));
		doc.y += 6;
	}

	/** Begins a section, which the outline of the document names. */
	heading(text: string, room = 120): void {
		const pen = this.#pen;
		pen.doc.y += pen.atTop ? 0 : 9;
		pen.need(room);
		pen.doc.outline.addItem(text);
		this.#para('H2', 'heading', text);
		pen.rule(pen.doc.y + 1.5, ACCENT, 0.7);
		pen.doc.y += 6.5;
	}

	/** A page's own title, below its section. */
	part(text: string): void {
		this.#para('H3', 'heading', text);
		this.#pen.doc.y += 4;
	}

	subheading(text: string, room = 60): void {
		this.#pen.doc.y += 4;
		this.#pen.need(room);
		this.#para('H3', 'subheading', text);
		this.#pen.doc.y += 3;
	}

	text(text: string, style: Style = 'body'): void {
		this.#pen.need(this.#pen.height({ text, style }, WIDTH));
		this.#para('P', style, text);
		this.#pen.doc.y += 3;
	}

	/** The longest of these texts, by letters, that is still on this page; the shortest where none is. */
	fitting(cut: (most: number) => string, [least, most]: readonly [number, number], style: Style): string {
		const fits = (text: string): boolean =>
			this.#pen.doc.y + this.#pen.height({ text, style }, WIDTH) <= this.#pen.bottom;
		for (let letters = most; letters > least; letters -= STEP) if (fits(cut(letters))) return cut(letters);
		return cut(least);
	}

	list(lines: readonly string[]): void {
		this.#list(
			lines.map((text) => ({ mark: '•', text })),
			1.5,
		);
	}

	/** What is to be gone through one by one, wide enough to write between. */
	steps(lines: readonly string[]): void {
		this.#list(
			lines.map((text, i) => ({ mark: `${i + 1}.`, text, style: 'form' })),
			8,
		);
	}

	#list(lines: readonly (Line & { mark: string })[], gap: number): void {
		const pen = this.#pen;
		const list = pen.element('L');
		const indent = gap > 2 ? 20 : 12;
		for (const { mark, ...line } of lines) {
			pen.need(pen.height(line, WIDTH - indent));
			const { y } = pen.doc;
			const item = pen.element('LI', list);
			pen.tagged('Lbl', () => pen.set(line.style ?? 'body').text(mark, LEFT, y, { lineBreak: false }), item);
			pen.tagged('LBody', () => pen.write(line, LEFT + indent, y, WIDTH - indent), item);
			item.end();
			pen.doc.y += gap;
		}
		list.end();
		pen.doc.y += 2;
	}

	/** Label and value side by side; values that are missing are said to be. */
	facts(facts: readonly (readonly [label: string, value: Cell])[], labelWidth = 128): void {
		drawFacts(this.#pen, facts, labelWidth);
	}

	table(columns: readonly Column[], rows: readonly Row[]): void {
		drawTable(this.#pen, columns, rows);
	}

	/** Framed text, for what must be compared or remembered. Where `signature` is given, the field of a signature lies over it. */
	box(lines: readonly Line[], signature?: { time: Date; room: number }): void {
		const pen = this.#pen;
		const inner = WIDTH - 20;
		const height = lines.reduce((sum, line) => sum + pen.height(line, inner) + 2, 0) + 12;
		pen.need(height + 6);
		const top = pen.doc.y;
		pen.frame(top, height);
		let y = top + 7;
		for (const line of lines) {
			pen.tagged('P', () => pen.write(line, LEFT + 10, y, inner));
			y = pen.doc.y + 2;
		}
		if (signature !== undefined) pen.doc.signatureField(signature.time, [LEFT, top, WIDTH, height], signature.room);
		pen.doc.y = top + height + 6;
	}

	/** Pictures side by side, each with a line below. A picture that cannot be read is named instead. */
	pictures(pictures: readonly { jpeg: Uint8Array; caption: string; alt: string }[], unreadable: string): void {
		const { doc } = this.#pen;
		const [gap, across] = [9, 4];
		const width = (WIDTH - gap * (across - 1)) / across;
		const height = width * 0.62;
		for (let i = 0; i < pictures.length; i += across) {
			this.#pen.need(height + 18);
			const top = doc.y;
			for (const [column, { jpeg, caption, alt }] of pictures.slice(i, i + across).entries()) {
				const x = LEFT + column * (width + gap);
				const draw = (): void => this.#picture(jpeg, { x, y: top, width, height }, unreadable);
				this.#pen.tagged('Figure', draw, undefined, { alt });
				const below = (): void => {
					const line = this.#pen.set('small');
					line.text(this.#pen.shown(caption), x, top + height + 2, { width, align: 'center', lineBreak: false });
				};
				this.#pen.tagged('P', below);
			}
			doc.y = top + height + 16;
		}
		doc.x = LEFT;
	}

	/** Lines to be filled in by hand, each over what belongs there. */
	blanks(labels: readonly string[]): void {
		const pen = this.#pen;
		for (const text of labels) {
			pen.need(36);
			pen.doc.y += 22;
			pen.rule(pen.doc.y, INK, 0.5);
			pen.doc.y += 2;
			this.#para('P', 'label', text);
		}
		pen.doc.y += 10;
	}

	newPage(): void {
		this.#pen.doc.addPage();
	}

	/** Starts a page unless this many points are left on this one. */
	need(height: number): boolean {
		return this.#pen.need(height);
	}

	/** Writes the foot of every page, with the code beside it, and ends the file. */
	async finish(
		code: PageCode,
		foot: (page: number, pages: number) => { left: readonly [string, string]; right: string },
	): Promise<Uint8Array> {
		const { doc } = this.#pen;
		const stamp = doc.stamp(code.modules.length, codeOperators(code.modules));
		const { count } = doc.bufferedPageRange();
		for (let i = 0; i < count; i++) {
			doc.switchToPage(i);
			doc.page.margins.bottom = 0;
			doc.artifact('Pagination', () => this.#foot(stamp, code.modules.length, foot(i + 1, count)));
		}
		const ended = new Promise<void>((resolve) => doc.once('end', () => resolve()));
		doc.end();
		await ended;
		return concat(...this.#chunks);
	}

	#foot(
		stamp: PDFKit.PDFKitReference,
		modules: number,
		says: { left: readonly [string, string]; right: string },
	): void {
		const { doc } = this.#pen;
		const [y, side] = [doc.page.height - 54, 36];
		const width = WIDTH - side - 10;
		doc
			.moveTo(LEFT, y)
			.lineTo(LEFT + width, y)
			.lineWidth(0.5)
			.strokeColor(RULE)
			.stroke();
		const [first, second] = says.left;
		this.#pen.set('foot').text(first, LEFT, y + 6, { width, lineBreak: false });
		doc.text(second, LEFT, y + 18, { width, lineBreak: false });
		doc.text(says.right, LEFT, y + 18, { width, align: 'right', lineBreak: false });
		doc.place('Code', stamp, LEFT + WIDTH - side, y - 2, side / modules);
	}

	#picture(
		jpeg: Uint8Array,
		{ x, y, width, height }: { x: number; y: number; width: number; height: number },
		unreadable: string,
	): void {
		try {
			this.#pen.doc.picture(jpeg, x, y, { fit: [width, height], align: 'center', valign: 'center' });
		} catch {
			// A damaged picture must not cost the report.
			this.#pen.set('small').text(unreadable, x, y + height / 2, { width, align: 'center' });
		}
	}

	#para(type: string, style: Style, text: string, parent?: Structure): void {
		this.#pen.tagged(type, () => this.#pen.write({ text, style }, LEFT, this.#pen.doc.y, WIDTH), parent);
	}
}
