-- Cash between gross and net by quarter, added up over paths: of the whole programme and of each class of investors.
-- Tax is that of foreign investors; only they count in another currency.
-- grain: scenario_id, party_id, path_group, quarter
-- units: whole won and US cents; sums over path_count paths; path_group central is path 0, random all others;
--        equalised: what late investors of funds paid early ones is in paid_in and distributed; escrow_krw is the carry
--        that funds hold back from managers at the end of the quarter
-- source: party_cash_flows, class_flows, appropriations, fund_flows, idle_cash_flows, foreign_cash_flows
with first_losses as (
    select
        scenario_id,
        class_id,
        case when path_id = 0 then 'central' else 'random' end as path_group,
        quarter,
        sum(first_loss_krw)::bigint as first_loss_krw,
        sum(support_krw)::bigint as support_krw,
        sum(paid_in_krw)::bigint as booked_krw,
        sum(distributed_krw + first_loss_krw)::bigint as booked_received_krw
    from class_flows
    group by scenario_id, class_id, case when path_id = 0 then 'central' else 'random' end, quarter
),
accounts as (
    select
        a.scenario_id,
        i.class_id,
        case when a.path_id = 0 then 'central' else 'random' end as path_group,
        a.quarter,
        sum(a.paid_krw - a.called_krw)::bigint as beyond_krw,
        sum(a.returned_krw)::bigint as returned_krw
    from appropriations as a
    inner join investors as i on i.investor_id = a.investor_id
    group by a.scenario_id, i.class_id, case when a.path_id = 0 then 'central' else 'random' end, a.quarter
),
escrows as (
    select
        scenario_id,
        case when path_id = 0 then 'central' else 'random' end as path_group,
        quarter,
        sum(escrow_krw)::bigint as escrow_krw
    from fund_flows
    group by scenario_id, case when path_id = 0 then 'central' else 'random' end, quarter
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
    -- what class_flows books of a class, and its account, is not what it paid and got only where funds closed late
    coalesce(c.paid_in_krw - l.booked_krw - coalesce(a.beyond_krw, 0), 0) as equalised_paid_krw,
    coalesce(c.distributed_krw - l.booked_received_krw - coalesce(a.returned_krw, 0), 0) as equalised_received_krw,
    coalesce(e.escrow_krw, 0) as escrow_krw,
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
left join accounts as a
    on a.scenario_id = c.scenario_id
    and a.class_id = p.class_id
    and a.path_group = c.path_group
    and a.quarter = c.quarter
left join escrows as e
    on p.party_code = 'gp'
    and e.scenario_id = c.scenario_id
    and e.path_group = c.path_group
    and e.quarter = c.quarter
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
