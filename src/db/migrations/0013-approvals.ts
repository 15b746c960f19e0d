/**
 * What stewards propose and approve, and how many of them must: part of the projection, so no schema name. The row is
 * the one that `apply` makes of what there was before, when one steward decided alone.
 */
export const approvals = /* sql */ `
create table proposals (
	id text collate "C" primary key, what text not null, by_person text collate "C" not null, approvals text[] not null,
	time text not null, idx bigint not null, ended bigint
);
create table stewards (
	archive text collate "C" primary key, threshold int not null, active int not null, suspended bigint
);
`;

/** Whoever was a steward stays one: the key's role is never another. */
export const approvalsBefore = /* sql */ `
insert into stewards select 'archive', 1, count(*) filter (where not suspended), (
	select max(e.idx) from ledger.entries e join ledger.bodies b on b.idx = e.idx
	join people s on s.role = 'steward' and s.key = convert_from(b.statement, 'UTF8')::jsonb ->> 'person'
	where e.subject = 'archive' and e.skeleton like '{"result":"accepted",%"type":"person.suspended"%')
from people where role = 'steward' having count(*) > 0;
`;

export const approvalsGrants = /* sql */ `
grant select on proposals, stewards to custos_notary, custos_auditor, custos_api;
grant insert, update on proposals, stewards to custos_notary;
`;
