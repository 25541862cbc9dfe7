-- Cash between gross and net by quarter, added up over paths: of the whole programme and of each class of investors.
-- Tax is that of foreign investors; only they count in another currency.
-- grain: scenario_id, party_id, path_group, quarter
-- units: whole won and US cents; sums over path_count paths; path_group central is path 0, random all others
-- source: party_cash_flows, class_flows, idle_cash_flows, foreign_cash_flows
with first_losses as (
    select
        scenario_id,
        class_id,
        case when path_id = 0 then 'central' else 'random' end as path_group,
        quarter,
        sum(first_loss_krw)::bigint as first_loss_krw,
        sum(support_krw)::bigint as support_krw
    from class_flows
    group by scenario_id, class_id, case when path_id = 0 then 'central' else 'random' end, quarter
),
taxes as (
    select f.scenario_id, f.path_group, f.quarter, f.tax_krw
    from foreign_cash_flows as f
    inner join parties as p on p.party_id = f.party_id and p.party_kind = 'class'
)
select
    c.scenario_id,
    c.party_id,
    c.path_group,
    c.quarter,
    c.path_count,
    c.gross_invested_krw,
    c.gross_proceeds_krw,
    c.paid_in_krw,
    c.distributed_krw,
    coalesce(l.first_loss_krw, 0) as first_loss_krw,
    coalesce(l.support_krw, 0) as support_krw,
    coalesce(i.advance_krw, 0) as advance_krw,
    coalesce(i.given_back_krw, 0) as given_back_krw,
    coalesce(f.tax_krw, t.tax_krw, 0) as tax_krw,
    f.own_unhedged_net_cents,
    f.own_net_cents
from party_cash_flows as c
inner join parties as p on p.party_id = c.party_id and p.party_kind in ('whole', 'class')
left join first_losses as l
    on l.scenario_id = c.scenario_id
    and l.class_id = p.class_id
    and l.path_group = c.path_group
    and l.quarter = c.quarter
left join idle_cash_flows as i
    on i.scenario_id = c.scenario_id
    and i.party_id = c.party_id
    and i.path_group = c.path_group
    and i.quarter = c.quarter
left join foreign_cash_flows as f
    on f.scenario_id = c.scenario_id
    and f.party_id = c.party_id
    and f.path_group = c.path_group
    and f.quarter = c.quarter
left join taxes as t
    on p.party_kind = 'whole'
    and t.scenario_id = c.scenario_id
    and t.path_group = c.path_group
    and t.quarter = c.quarter
order by c.scenario_id, c.party_id, c.path_group, c.quarter
