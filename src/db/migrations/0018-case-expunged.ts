/**
 * How many of its items were expunged, beside each case: the notary signs it when asked. And a case that had no other item or mark has a
 * count of none. Part of the projection: no schema name.
 */
export const caseExpunged = /* sql */ `
alter table cases add column expunged bigint not null default 0;
update cases set expunged = n from (
	select case_id, count(*) as n from expunged_in where idx >= 0 group by case_id
) one where one.case_id = cases.id;
insert into listed select case_id, list, 0 from expunged_in, (values ('items'), ('marks')) as lists (list)
	where idx >= 0 on conflict do nothing;
`;
