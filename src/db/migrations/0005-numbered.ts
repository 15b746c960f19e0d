/**
 * One item, one number: which exhibit of a case an item or a clip is today. Part of the projection, so no schema name; the
 * rows are those that `apply` makes of the exhibits there were before.
 */
export const numbered = /* sql */ `
create table numbered (
	case_id text collate "C" not null, what text collate "C" not null, exhibit text collate "C", primary key (case_id, what)
);
insert into numbered select case_id, coalesce(clip, item), max(id) filter (where not withdrawn) from exhibits group by 1, 2;
`;

export const numberedGrants = /* sql */ `
grant select on numbered to custos_notary, custos_auditor, custos_api;
grant insert, update on numbered to custos_notary;
`;
