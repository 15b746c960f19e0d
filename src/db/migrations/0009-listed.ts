/**
 * How many entries the lists of a case hold: of items (received or shared into it) and of marks. The notary signs these
 * numbers when asked. Part of the projection, so no schema name; the rows are those that `apply` makes of what there was before.
 */
export const listed = /* sql */ `
create table listed (
	case_id text collate "C" not null, list text collate "C" not null, n bigint not null, primary key (case_id, list)
);
insert into listed select case_id, 'items', count(*) from (
	select case_id from items union all select case_id from shared) one group by case_id;
insert into listed select case_id, 'marks', count(*) from marks where kind <> 'item.watched' group by case_id;
`;

export const listedGrants = /* sql */ `
grant select on listed to custos_notary, custos_auditor, custos_api;
grant insert, update on listed to custos_notary;
`;
