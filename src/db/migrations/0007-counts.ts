/** Questions that wait for the notary's signed count: neither evidence nor read by anybody else. */
export const counts = /* sql */ `
create table counts_asked (nonce text collate "C" primary key, subjects text not null);
grant select on counts_asked to custos_notary, custos_auditor, custos_api;
grant insert on counts_asked to custos_api;
grant delete on counts_asked to custos_notary;
`;
