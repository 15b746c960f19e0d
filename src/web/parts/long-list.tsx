import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import classes from './long-list.module.css';
import { usePrinting } from './printing.ts';

interface LongListProps<T> {
	/** What the list is, for those who do not see it. */
	label: string;
	items: readonly T[];
	keyOf: (item: T) => string | number;
	/** About how high one is, in pixels. */
	height: number;
	children: (item: T) => ReactNode;
}

/** Up to this many are simply there. */
const SHORT = 60;

/** A list that may be long: of a long one only what is in sight is drawn, and all of it on paper. */
export function LongList<T>(props: LongListProps<T>) {
	const printing = usePrinting();
	if (props.items.length > SHORT && !printing) return <Windowed {...props} />;
	return (
		<ol className={classes.list} aria-label={props.label}>
			{props.items.map((item) => (
				<li key={props.keyOf(item)} className={classes.row}>
					{props.children(item)}
				</li>
			))}
		</ol>
	);
}

function Windowed<T>({ label, items, keyOf, height, children }: LongListProps<T>) {
	const list = useRef<HTMLOListElement>(null);
	const [top, setTop] = useState(0);
	useLayoutEffect(() => {
		const place = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
		if (Math.abs(place - top) > 1) setTop(place);
	});
	const rows = useWindowVirtualizer({
		count: items.length,
		estimateSize: () => height,
		overscan: 8,
		scrollMargin: top,
		getItemKey: (i) => keyOf(items[i] as T),
	});
	return (
		<ol ref={list} className={classes.list} aria-label={label} style={{ height: rows.getTotalSize() }}>
			{rows.getVirtualItems().map((row) => (
				<li
					key={row.key}
					ref={rows.measureElement}
					data-index={row.index}
					className={classes.placed}
					style={{ transform: `translateY(${row.start - top}px)` }}
					aria-setsize={items.length}
					aria-posinset={row.index + 1}
				>
					{children(items[row.index] as T)}
				</li>
			))}
		</ol>
	);
}
