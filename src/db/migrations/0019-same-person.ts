/**
 * Keys of one person, by the `formerly` of their enrolments, and how many people the stewards are. Part of the projection: no
 * schema name.
 */
export const samePerson = /* sql */ `
alter table people add column first_key text collate "C";
alter table proposals add column by_people text[];
create table steward_people (
	archive text collate "C" primary key, active text[] not null, since bigint, proposers text[] not null, open int[] not null
);
`;

/** What `apply` makes of the ledgers of before: what keys agreed on then was by keys. */
export const samePersonBefore = /* sql */ `
with recursive said as (
	select p.key, convert_from(b.statement, 'UTF8')::jsonb ->> 'formerly' as before
	from people p left join ledger.bodies b on b.idx = p.idx
), chain as (
	select key, key as first_key from said where before is null
	union all select said.key, chain.first_key from said join chain on said.before = chain.key
)
update people set first_key = chain.first_key from chain where chain.key = people.key;
update proposals set by_people = array(
	select p.first_key from unnest(approvals) with ordinality as a (key, n) join people p on p.key = a.key order by n
);
insert into steward_people select 'archive', coalesce((
	select array_agg(first_key order by first_key) from people where role = 'steward' and not suspended
), '{}'), null, '{}', '{}' from stewards;
alter table people alter column first_key set not null;
alter table proposals alter column by_people set not null;
`;

export const samePersonGrants = /* sql */ `
grant select on steward_people to custos_notary, custos_auditor, custos_api;
grant insert, update on steward_people to custos_notary;
`;
