import { Id } from '../../src/domain/ids.ts';

/** SQL, for whoever selects from `ledger.entries` as `e`: true for what came before the expungement of its item. */
export const isGone = `exists (select 1 from ledger.entries x where x.subject = e.subject and x.n > e.n
	and x.skeleton like '{"result":"accepted",%"type":"item.expunged","v":1}')`;

/** SQL, for whoever selects from `ledger.bodies` as `b` too: true for a refused attempt at an item that was expunged, which is counted elsewhere. */
export const isGoneStray = `(e.skeleton like '{"result":"denied:%' and e.subject <> ledger.item_of(b.statement) and exists (select 1 from ledger.entries x
	where x.subject = ledger.item_of(b.statement) and x.skeleton like '{"result":"accepted",%"type":"item.expunged","v":1}'))`;

/**
 * SQL: the items and derivatives of the accepted entries [from, to), as the entries themselves name them: `idx`, `id`,
 * `object`, `offset`, `size`, `sha256`; also their `item`, `case_id`, `kind` and the SHA-256 of their `prefix`. A backup
 * goes by this and not by the read tables, so that a row that somebody took out of those takes no prefix and no object
 * along; with `item` those of one, else none of an item that was expunged. Statements and skeletons are canonical JSON: keys sorted, no space.
 */
export function namedBodies(from: number, to: number, item?: string): string {
	return named(from, to, item === undefined ? `and not ${isGone}` : `and subject = '${requireId(item)}'`);
}

function named(from: number, to: number, about: string): string {
	return `select idx, id, body[1] as object, body[2]::bigint as "offset", body[4]::bigint as size, body[3] as sha256,
			item, case_id, kind, prefix from (
		select idx, substring(said from '"item":"([0-9a-f]{32})"') as item,
			substring(said from '"case":"([0-9a-f]{32})"') as case_id,
			substring(said from '"prefix":"([0-9a-f]{64})"') as prefix,
			case when skeleton like '%"type":"item.received"%' then 'original' when said like '%"kind":"proxy"%' then 'proxy'
				else 'examination' end as kind,
			substring(said from case when skeleton like '%"type":"derivative.made"%'
				then '"derivative":"([0-9a-f]{32})"' else '"item":"([0-9a-f]{32})"' end) as id,
			regexp_match(said,
				'"body":[{]"object":"([0-9a-f]{32})","offset":([0-9]+),"sha256":"([0-9a-f]{64})","size":([0-9]+)[}]') as body
		from ledger.entries e join ledger.bodies using (idx) cross join lateral (select encode(statement, 'escape') as said) text
		where idx >= ${from} and idx < ${to} ${about} and skeleton like '%"result":"accepted"%'
			and (skeleton like '%"type":"item.received"%' or skeleton like '%"type":"derivative.made"%')) named`;
}

/** SQL: the same of every entry there is, of whatever item. */
export const everyBody = named(0, Number.MAX_SAFE_INTEGER, '');

/** Into SQL goes nothing but an id. */
function requireId(item: string): string {
	return Id.parse(item);
}
