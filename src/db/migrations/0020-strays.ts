/**
 * What was sealed beside refused attempts at an item that are counted elsewhere: with a person, or another case. It goes with the item. The
 * notary keeps none any more; what earlier ones kept is destroyed with the item, and once more of items that were destroyed without it.
 */
export const strays = /* sql */ `
create index entries_denied on ledger.entries (idx) where skeleton like '{"result":"denied:%';

-- The item that a statement is about. Its text is canonical: keys in order, every quotation mark inside a string escaped.
create function ledger.item_of(statement bytea) returns text language sql immutable as $$
	select substring(pg_catalog.encode($1, 'escape')
		from '"id":"[0-9a-f]{32}",(?:"intake":"[0-9a-f]{32}",)?"item":"([0-9a-f]{32})"')
$$;

create or replace function ledger.refuse_unless_expunged() returns trigger language plpgsql as $$
declare
	entry ledger.entries;
	keeps boolean;
begin
	if tg_table_name = 'prefixes' then
		if tg_op = 'DELETE' and ledger.expunged_at(old.item) is not null then return old; end if;
	else
		select * into entry from ledger.entries e where e.idx = old.idx;
		keeps := entry.skeleton like '{"result":"accepted",%"type":"report.begun","v":1}';
		if tg_op = 'DELETE' and not keeps and entry.n < ledger.expunged_at(entry.subject) then return old; end if;
		if tg_op = 'UPDATE' and new.sealed is null
			and (new.idx, new.actor, new.statement_id, new.statement, new.signature, new.statement_salt)
				= (old.idx, old.actor, old.statement_id, old.statement, old.signature, old.statement_salt)
			and ((keeps and entry.n < ledger.expunged_at(entry.subject))
				or (entry.skeleton like '{"result":"denied:%' and entry.subject <> ledger.item_of(old.statement)
					and ledger.expunged_at(ledger.item_of(old.statement)) is not null))
		then return new; end if;
	end if;
	raise exception 'the ledger is insert-only: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create or replace function ledger.forget(expunged text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
	delete from public.outcomes o using ledger.entries e join ledger.bodies b using (idx)
		where e.subject = $1 and e.n < ledger.expunged_at($1) and o.statement_id = b.statement_id and o.actor = b.actor;
	update ledger.bodies b set sealed = null from ledger.entries e
		where e.idx = b.idx and e.subject = $1 and e.n < ledger.expunged_at($1)
			and e.skeleton like '{"result":"accepted",%"type":"report.begun","v":1}' and b.sealed is not null;
	update ledger.bodies b set sealed = null from ledger.entries e
		where e.idx = b.idx and e.skeleton like '{"result":"denied:%' and e.subject <> $1 and b.sealed is not null
			and ledger.item_of(b.statement) = $1 and ledger.expunged_at($1) is not null;
	delete from ledger.bodies b using ledger.entries e
		where e.idx = b.idx and e.subject = $1 and e.n < ledger.expunged_at($1)
			and e.skeleton not like '{"result":"accepted",%"type":"report.begun","v":1}';
$$;

-- Each step of a destruction may be repeated: of those that left such a thing, all are.
update destruction d set checked = null from (
	select distinct ledger.item_of(b.statement) as item from ledger.entries e join ledger.bodies b using (idx)
		where e.skeleton like '{"result":"denied:%' and b.sealed is not null and e.subject <> ledger.item_of(b.statement)
) stray where stray.item = d.item;
`;
