import { outliving } from '../../session/outliving.ts';
import type { IntakeWork } from './work.ts';

const works = outliving<IntakeWork>();

/** Puts a work in hand, or puts it aside. */
export const setWork = works.set;

/** The delivery in hand, if there is one: one at a time, so that it has the whole line. */
export function useWork(): IntakeWork | undefined {
	return works.use((work) => work);
}
