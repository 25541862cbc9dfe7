-- Cash of foreign investors by quarter, added up over paths: net in won, tax, hedges, and dollars after both.
-- grain: scenario_id, party_id, path_group, quarter
-- units: whole won and US cents; sums over path_count paths; path_group central is path 0, random all others
-- source: foreign_sums of all blocks, party_cash_flows
with added as (
    select
        scenario_id,
        party_id,
        path_group,
        quarter,
        sum(path_count)::bigint as path_count,
        sum(tax_krw)::bigint as tax_krw,
        sum(hedge_krw)::bigint as hedge_krw,
        sum(own_unhedged_net_cents)::bigint as own_unhedged_net_cents,
        sum(own_net_cents)::bigint as own_net_cents
    from foreign_sums
    group by scenario_id, party_id, path_group, quarter
)
select
    a.scenario_id,
    a.party_id,
    a.path_group,
    a.quarter,
    a.path_count,
    c.distributed_krw - c.paid_in_krw as net_krw,
    a.tax_krw,
    a.hedge_krw,
    a.own_unhedged_net_cents,
    a.own_net_cents
from added as a
inner join party_cash_flows as c
    on c.scenario_id = a.scenario_id
    and c.party_id = a.party_id
    and c.path_group = a.path_group
    and c.quarter = a.quarter
order by a.scenario_id, a.party_id, a.path_group, a.quarter
