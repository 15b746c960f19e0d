import { concat } from '../../domain/bytes.ts';
import type { ReportAssets } from '../bag-sink.ts';
import { PlainDocument } from './plain-document.ts';
import {
	ACCENT,
	ALARM_GROUND,
	type Cell,
	type Column,
	INK,
	type Line,
	LONGEST,
	RULE,
	type Style,
	styles,
} from './styles.ts';
import { visible } from './visible.ts';

/** A4 pages in points, written from top to bottom. All text that comes from outside is made visible and wrapped. */
export class Sheet {
	readonly left = 48;
	readonly width = 499;
	readonly #doc: PlainDocument;
	readonly #chunks: Uint8Array[] = [];
	readonly #more: string;

	/** `more` ends a text that was cut. */
	constructor(info: {
		title: string;
		language: string;
		created: Date;
		more: string;
		fonts: ReportAssets['fonts'];
	}) {
		this.#more = info.more;
		this.#doc = new PlainDocument({
			size: 'A4',
			margins: { top: 52, bottom: 60, left: this.left, right: this.left },
			bufferPages: true,
			lang: info.language,
			info: {
				Title: info.title,
				Creator: 'Custos',
				Producer: 'Custos',
				CreationDate: info.created,
				ModDate: info.created,
			},
		});
		this.#doc.registerFont('sans', info.fonts.sans);
		this.#doc.registerFont('bold', info.fonts.bold);
		this.#doc.registerFont('mono', info.fonts.mono);
		this.#doc.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
	}

	title(kicker: string, title: string): void {
		this.#doc
			.font('bold')
			.fontSize(8.5)
			.fillColor(ACCENT)
			.text(visible(kicker).toUpperCase(), this.left, this.#doc.y, { width: this.width, characterSpacing: 0.6 });
		this.#doc
			.moveDown(0.2)
			.font('bold')
			.fontSize(18)
			.fillColor(INK)
			.text(visible(title).slice(0, 300), { width: this.width });
		this.#doc.moveDown(0.4);
	}

	heading(text: string, room = 120): void {
		this.#doc.y += this.#doc.y > 60 ? 9 : 0;
		this.need(room);
		this.#doc
			.font('bold')
			.fontSize(11.5)
			.fillColor(ACCENT)
			.text(visible(text), this.left, this.#doc.y, { width: this.width });
		const y = this.#doc.y + 1.5;
		this.#doc
			.moveTo(this.left, y)
			.lineTo(this.left + this.width, y)
			.lineWidth(0.7)
			.strokeColor(ACCENT)
			.stroke();
		this.#doc.y = y + 5;
	}

	subheading(text: string, room = 60): void {
		this.#doc.y += 4;
		this.need(room);
		this.#doc
			.font('bold')
			.fontSize(9.4)
			.fillColor(INK)
			.text(visible(text), this.left, this.#doc.y, { width: this.width });
		this.#doc.y += 3;
	}

	text(text: string, style: Style = 'body'): void {
		this.#set(style).text(visible(text), this.left, this.#doc.y, { width: this.width, lineGap: 1 });
		this.#doc.y += 3;
	}

	list(lines: readonly string[]): void {
		for (const line of lines) {
			const shown = this.#cut(line);
			this.need(this.#set('body').heightOfString(shown, { width: this.width - 12, lineGap: 0.8 }));
			const y = this.#doc.y;
			this.#doc.text('•', this.left, y, { lineBreak: false });
			this.#set('body').text(shown, this.left + 12, y, { width: this.width - 12, lineGap: 0.8 });
			this.#doc.y += 1.5;
		}
		this.#doc.y += 2;
	}

	/** Label and value side by side; values that are missing are said to be. */
	facts(facts: readonly (readonly [label: string, value: Cell])[], labelWidth = 128): void {
		for (const [label, value] of facts)
			this.#row(
				[
					{ title: '', width: labelWidth },
					{ title: '', width: this.width - labelWidth },
				],
				[[{ text: label, style: 'label' }], value],
				{ pad: 1.6 },
			);
		this.#doc.y += 4;
	}

	/** A table whose header is repeated on every page it reaches; rows are never broken. */
	table(columns: readonly Column[], rows: readonly { cells: readonly Cell[]; alarm?: boolean }[]): void {
		const header = (): void => this.#header(columns);
		this.need(60);
		header();
		for (const { cells, alarm } of rows)
			this.#row(columns, cells, {
				pad: 3,
				rule: true,
				onBreak: header,
				...(alarm === true && { ground: ALARM_GROUND }),
			});
		this.#doc.y += 6;
	}

	/** Framed text, for what must be compared or remembered. */
	box(lines: readonly Line[]): void {
		const inner = this.width - 20;
		const height = lines.reduce((sum, line) => sum + this.#height(line, inner) + 2, 0) + 12;
		this.need(height + 6);
		const top = this.#doc.y;
		this.#doc.roundedRect(this.left, top, this.width, height, 3).lineWidth(1).strokeColor(ACCENT).stroke();
		let y = top + 7;
		for (const line of lines) {
			this.#set(line.style ?? 'body').text(visible(line.text), this.left + 10, y, { width: inner });
			y = this.#doc.y + 2;
		}
		this.#doc.y = top + height + 6;
	}

	/** Pictures side by side, each with a line below. A picture that cannot be read is named instead. */
	pictures(pictures: readonly { jpeg: Uint8Array; caption: string }[], unreadable: string): void {
		const [gap, across] = [9, 4];
		const width = (this.width - gap * (across - 1)) / across;
		const height = width * 0.62;
		for (let i = 0; i < pictures.length; i += across) {
			this.need(height + 18);
			const top = this.#doc.y;
			for (const [column, { jpeg, caption }] of pictures.slice(i, i + across).entries()) {
				const x = this.left + column * (width + gap);
				try {
					this.#doc.picture(jpeg, x, top, { fit: [width, height], align: 'center', valign: 'center' });
				} catch {
					this.#set('small').text(unreadable, x, top + height / 2, { width, align: 'center' }); // a damaged picture must not cost the report
				}
				this.#set('small').text(visible(caption), x, top + height + 2, { width, align: 'center', lineBreak: false });
			}
			this.#doc.y = top + height + 16;
		}
		this.#doc.x = this.left;
	}

	newPage(): void {
		this.#doc.addPage();
	}

	/** Starts a page unless this many points are left on this one. */
	need(height: number): boolean {
		if (this.#doc.y + height <= this.#bottom) return false;
		this.#doc.addPage();
		return true;
	}

	/** Writes the line at the foot of every page and ends the file. */
	async finish(foot: (page: number, pages: number) => { left: string; right: string }): Promise<Uint8Array> {
		const { count } = this.#doc.bufferedPageRange();
		for (let i = 0; i < count; i++) {
			this.#doc.switchToPage(i);
			this.#doc.page.margins.bottom = 0;
			const { left, right } = foot(i + 1, count);
			const y = this.#doc.page.height - 40;
			this.#doc
				.moveTo(this.left, y - 5)
				.lineTo(this.left + this.width, y - 5)
				.lineWidth(0.5)
				.strokeColor(RULE)
				.stroke();
			this.#set('label').fontSize(6.8).text(left, this.left, y, { width: this.width, lineBreak: false });
			this.#doc.text(right, this.left, y, { width: this.width, align: 'right', lineBreak: false });
		}
		const ended = new Promise<void>((resolve) => this.#doc.once('end', () => resolve()));
		this.#doc.end();
		await ended;
		return concat(...this.#chunks);
	}

	get #bottom(): number {
		return this.#doc.page.height - this.#doc.page.margins.bottom;
	}

	#set(style: Style): PlainDocument {
		const { font: name, size, color } = styles[style];
		return this.#doc.font(name).fontSize(size).fillColor(color);
	}

	#cut(text: string): string {
		return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}… ${this.#more}` : text);
	}

	#height(line: Line, width: number): number {
		return this.#set(line.style ?? 'body').heightOfString(this.#cut(line.text), { width });
	}

	#header(columns: readonly Column[]): void {
		const top = this.#doc.y;
		const height =
			5 +
			Math.max(
				...columns.map((column) =>
					this.#doc
						.font('bold')
						.fontSize(7.2)
						.heightOfString(column.title, { width: column.width - 6 }),
				),
			);
		this.#doc.rect(this.left, top, this.width, height).fill(ACCENT);
		let x = this.left;
		for (const column of columns) {
			this.#doc
				.font('bold')
				.fontSize(7.2)
				.fillColor('#ffffff')
				.text(column.title, x + 3, top + 2.5, { width: column.width - 6 });
			x += column.width;
		}
		this.#doc.y = top + height;
	}

	#row(
		columns: readonly Column[],
		cells: readonly Cell[],
		look: { pad: number; rule?: boolean; ground?: string; onBreak?: () => void },
	): void {
		const lines = cells.map((cell): readonly Line[] => (typeof cell === 'string' ? [{ text: cell }] : cell));
		const inner = (i: number): number => (columns[i]?.width ?? 0) - 6;
		const height =
			Math.max(...lines.map((cell, i) => cell.reduce((sum, line) => sum + this.#height(line, inner(i)) + 0.8, 0))) +
			2 * look.pad;
		if (this.need(height)) look.onBreak?.();
		const top = this.#doc.y;
		if (look.ground !== undefined) this.#doc.rect(this.left, top, this.width, height).fill(look.ground);
		let x = this.left;
		for (const [i, cell] of lines.entries()) {
			let y = top + look.pad;
			for (const line of cell) {
				this.#set(line.style ?? 'body').text(this.#cut(line.text), x + 3, y, { width: inner(i) });
				y = this.#doc.y + 0.8;
			}
			x += columns[i]?.width ?? 0;
		}
		const bottom = top + height;
		if (look.rule === true)
			this.#doc
				.moveTo(this.left, bottom)
				.lineTo(this.left + this.width, bottom)
				.lineWidth(0.4)
				.strokeColor(RULE)
				.stroke();
		this.#doc.y = bottom;
	}
}
