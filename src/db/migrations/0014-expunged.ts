/**
 * Items that were expunged, and the cases each was in: part of the projection, so no schema name. `idx` is the entry that
 * did it and `n` its number among the item's events.
 */
export const expunged = /* sql */ `
create table expunged (item text collate "C" primary key, idx bigint not null, n bigint not null);
create table expunged_in (
	item text collate "C" not null, case_id text collate "C" not null, idx bigint not null, primary key (item, case_id)
);
create index expunged_case on expunged_in (case_id, idx);
`;

const accepted = (type: string) => `skeleton like '{"result":"accepted",%"type":"${type}","v":1}'`;

/**
 * The narrow way: what an accepted, checkpointed `item.expunged` is about may be taken out of the ledger, and nothing
 * else, by anybody. The triggers ask the ledger itself, so no role and no setting opens more; the two functions do it for
 * the process that destroys. An accepted `report.begun` keeps its statement: reports rest on it, and it says no more than
 * pseudonyms. Its sealed detail goes.
 */
export const erasure = /* sql */ `
create index entries_expunged on ledger.entries (subject) where ${accepted('item.expunged')};

create function ledger.expunged_at(item text) returns bigint language sql stable as $$
	select e.n from ledger.entries e where e.subject = $1 and e.${accepted('item.expunged')}
		and e.idx < (select max(size) from ledger.checkpoints)
$$;

create function ledger.refuse_unless_expunged() returns trigger language plpgsql as $$
declare
	entry ledger.entries;
	keeps boolean;
begin
	if tg_table_name = 'prefixes' then
		if tg_op = 'DELETE' and ledger.expunged_at(old.item) is not null then return old; end if;
	else
		select * into entry from ledger.entries e where e.idx = old.idx;
		if entry.n < ledger.expunged_at(entry.subject) then
			keeps := entry.${accepted('report.begun')};
			if tg_op = 'DELETE' and not keeps then return old; end if;
			if tg_op = 'UPDATE' and keeps and new.sealed is null
				and (new.idx, new.actor, new.statement_id, new.statement, new.signature, new.statement_salt)
					= (old.idx, old.actor, old.statement_id, old.statement, old.signature, old.statement_salt)
			then return new; end if;
		end if;
	end if;
	raise exception 'the ledger is insert-only: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
drop trigger refuse_change on ledger.bodies;
drop trigger refuse_change on ledger.prefixes;
create trigger refuse_change before update or delete on ledger.bodies for each row execute function ledger.refuse_unless_expunged();
create trigger refuse_change before update or delete on ledger.prefixes for each row execute function ledger.refuse_unless_expunged();
alter table ledger.bodies enable always trigger refuse_change;
alter table ledger.prefixes enable always trigger refuse_change;

create function ledger.shred(expunged text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
	delete from ledger.prefixes where item = $1 and ledger.expunged_at($1) is not null
$$;
create function ledger.forget(expunged text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
	delete from public.outcomes o using ledger.entries e join ledger.bodies b using (idx)
		where e.subject = $1 and e.n < ledger.expunged_at($1) and o.statement_id = b.statement_id and o.actor = b.actor;
	update ledger.bodies b set sealed = null from ledger.entries e
		where e.idx = b.idx and e.subject = $1 and e.n < ledger.expunged_at($1) and e.${accepted('report.begun')}
			and b.sealed is not null;
	delete from ledger.bodies b using ledger.entries e
		where e.idx = b.idx and e.subject = $1 and e.n < ledger.expunged_at($1) and not e.${accepted('report.begun')};
$$;
revoke all on function ledger.shred(text), ledger.forget(text) from public;
grant execute on function ledger.shred(text), ledger.forget(text) to custos_api;

-- What this log's own key says was expunged later than the state that was restored here goes: the entry itself, and how
-- many entries there were here when it was taken in. Written by whoever restores, and by nobody else.
create table ledger.expunged_later (item text collate "C" primary key, at bigint not null, n bigint not null, entry text not null);
create trigger refuse_change before update or delete on ledger.expunged_later for each row execute function ledger.refuse();
create trigger refuse_truncate before truncate on ledger.expunged_later for each statement execute function ledger.refuse();
alter table ledger.expunged_later enable always trigger refuse_change;
alter table ledger.expunged_later enable always trigger refuse_truncate;
grant select on ledger.expunged_later to custos_notary, custos_auditor, custos_api;

-- How far the destruction of each is: where its bodies lay, and when each store was found without them. Not evidence.
create table destruction (
	item text collate "C" primary key, bodies text not null, first timestamptz, second timestamptz, until timestamptz, checked timestamptz
);
grant select on destruction to custos_notary, custos_auditor, custos_api;
grant insert, update, delete on destruction to custos_api;
do $$
begin
	-- From PostgreSQL 17 on; before, its own vacuum comes in its time.
	if current_setting('server_version_num')::int >= 170000 then
		execute 'grant maintain on ledger.bodies, ledger.prefixes to custos_api';
	end if;
end
$$;
`;

/** Rows that an expunged item had. */
export const expungedGrants = /* sql */ `
grant select on expunged, expunged_in to custos_notary, custos_auditor, custos_api;
grant insert, update on expunged, expunged_in to custos_notary;
grant delete on items, derivatives, proxies, clips, exhibits, marks, notes, shared, numbered, damages to custos_notary;
`;
