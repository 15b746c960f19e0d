import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import classes from './virtual-rows.module.css';

/**
 * A list that may be long: only what is in sight is drawn, and the keyboard scrolls it. `estimate`: height of a row in
 * pixels, measured once it is shown.
 */
export function VirtualRows<T>(props: {
	rows: readonly T[];
	label: string;
	estimate: number;
	children: (row: T, index: number) => ReactNode;
}) {
	const { rows, label, estimate, children } = props;
	const box = useRef<HTMLElement>(null);
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => box.current,
		estimateSize: () => estimate,
		overscan: 8,
	});
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
		<section ref={box} className={classes.box} aria-label={label} tabIndex={0}>
			<ul className={classes.all} style={{ height: virtual.getTotalSize() }}>
				{virtual.getVirtualItems().map((item) => (
					<li
						key={item.key}
						ref={virtual.measureElement}
						data-index={item.index}
						aria-setsize={rows.length}
						aria-posinset={item.index + 1}
						className={classes.row}
						style={{ transform: `translateY(${item.start}px)` }}
					>
						{children(rows[item.index] as T, item.index)}
					</li>
				))}
			</ul>
		</section>
	);
}
