import { fingerprint } from '../../client/identity.ts';
import classes from './fingerprint.module.css';

/** A key's fingerprint, large and in groups, to be read out and compared by voice. */
export function Fingerprint(props: { of: string }) {
	return <p className={classes.groups}>{fingerprint(props.of)}</p>;
}
