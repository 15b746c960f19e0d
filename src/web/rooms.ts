import type { Room } from './room.ts';
import { cases } from './rooms/cases/room.ts';
import { custody } from './rooms/custody/room.ts';
import { exhibits } from './rooms/exhibits/room.ts';
import { intake } from './rooms/intake/room.ts';
import { people } from './rooms/people/room.ts';
import { report } from './rooms/report/room.ts';
import { review } from './rooms/review/room.ts';
import { verify } from './rooms/verify/room.ts';

/** The rooms, in the order of the navigation. */
export const rooms: readonly Room[] = [cases, intake, review, exhibits, custody, report, verify, people];
