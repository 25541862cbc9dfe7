-- What a report to investors is made of, added up over paths: flows of the quarter, levels at its end, and money paid
-- in and distributed to date, for all investors together and for every fund. Feeds reported_figures.
-- grain: scenario_id, party_id, statistic, quarter
-- units: whole won, sums over path_count paths; statistic central is path 0, mean the random paths. To date: paid_in,
--        distributed, dist_income, dist_capital. Of the whole, money of the mega fund in child funds is left out,
--        distributions and NAV are before carry. commitment_krw is empty for child funds, unfunded_krw for the whole;
--        made_krw is what becomes recallable. A row of a fund runs over its term
-- source: fund_flows, class_flows, fund_cash, fund_charges, support_given; METHOD.md, "Names of measures"
with of_funds as (
    select
        f.scenario_id,
        f.path_id,
        p.party_id,
        f.quarter,
        f.called_krw,
        f.distributable_krw - f.carry_krw as distributed_krw,
        case
            when n.level = 1 and d.offered_krw > 0
                then floor((f.proceeds_krw - f.forced_sale_krw) * (d.dividend_krw / d.offered_krw::double))::bigint
            else 0
        end as income_krw,
        case when n.level = 1 then f.invested_krw else 0 end as asset_krw,
        f.invested_krw,
        f.fee_krw,
        coalesce(g.waived_krw, 0) as waived_krw,
        coalesce(g.offset_krw, 0) as offset_krw,
        f.expense_krw,
        coalesce(g.transactions_krw, 0) as transactions_krw,
        coalesce(g.organisation_krw, 0) as organisation_krw,
        coalesce(c.line_interest_krw, 0) as line_interest_krw,
        greatest(coalesce(c.line_net_krw, 0), 0) as line_drawn_krw,
        greatest(-coalesce(c.line_net_krw, 0), 0) as line_repaid_krw,
        coalesce(c.interest_krw, 0) as idle_interest_krw,
        f.carry_krw,
        f.nav_krw,
        f.unfunded_krw,
        coalesce(c.line_krw, 0) as line_krw,
        coalesce(c.recallable_krw, 0) - lag(coalesce(c.recallable_krw, 0), 1, 0) over of_path as made_krw,
        coalesce(c.recycled_krw, 0) - lag(coalesce(c.recycled_krw, 0), 1, 0) over of_path as recycled_krw,
        f.escrow_krw,
        greatest(f.carry_accrued_krw, 0) as carry_accrued_krw,
        greatest(-f.carry_accrued_krw, 0) as clawback_liability_krw,
        case when n.level = 0 then n.commitment_krw end as commitment_krw,
        n.level,
        f.fund_id
    from fund_flows as f
    inner join funds as n on n.scenario_id = f.scenario_id and n.fund_id = f.fund_id
    inner join scenarios as s on s.scenario_id = f.scenario_id
    inner join parties as p on p.party_kind = 'fund' and p.fund_id = f.fund_id
    left join disposals as d
        on d.world_id = s.world_id and d.path_id = f.path_id and d.fund_id = f.fund_id and d.quarter = f.quarter
    left join fund_cash as c
        on c.scenario_id = f.scenario_id
        and c.path_id = f.path_id
        and c.fund_id = f.fund_id
        and c.quarter = f.quarter
    left join fund_charges as g
        on g.scenario_id = f.scenario_id
        and g.path_id = f.path_id
        and g.fund_id = f.fund_id
        and g.quarter = f.quarter
    window of_path as (partition by f.scenario_id, f.path_id, f.fund_id order by f.quarter)
),
-- What child funds called again is called through the mega fund by its part of what was formed.
handed as (
    select
        a.scenario_id,
        a.path_id,
        a.quarter,
        sum(
            floor(
                a.recycled_krw
                * (c.commitment_krw / (t.commitment_krw + n.commitment_krw - n.lp_commitment_krw)::double)
            )::bigint
        )::bigint as recycled_krw
    from of_funds as a
    inner join funds as n on n.scenario_id = a.scenario_id and n.fund_id = a.fund_id
    inner join commitments as c
        on c.scenario_id = a.scenario_id and c.fund_id = a.fund_id and c.class_id = -1
    inner join party_totals as t
        on t.scenario_id = a.scenario_id and t.path_id = a.path_id and t.party_id = a.party_id
    where a.recycled_krw > 0
    group by a.scenario_id, a.path_id, a.quarter
),
given as (
    select
        g.scenario_id,
        g.path_id,
        p.party_id,
        g.quarter,
        sum(case when g.lever = 'first_loss' then g.given_krw else 0 end)::bigint as first_loss_krw,
        sum(
            case when g.lever in ('priority_return', 'upside_transfer', 'call_option') then g.given_krw else 0 end
        )::bigint as upside_krw
    from support_given as g
    inner join parties as p on p.party_kind = 'whole' or (p.party_kind = 'fund' and p.fund_id = g.fund_id)
    group by g.scenario_id, g.path_id, p.party_id, g.quarter
),
of_classes as (
    select
        scenario_id,
        path_id,
        quarter,
        sum(paid_in_krw)::bigint as called_krw,
        sum(distributed_krw + first_loss_krw)::bigint as distributed_krw,
        sum(nav_krw)::bigint as nav_krw
    from class_flows
    group by scenario_id, path_id, quarter
),
-- Between the levels nothing counts twice: money of the mega fund in child funds is left out.
all_funds as (
    select
        scenario_id,
        path_id,
        quarter,
        sum(income_krw)::bigint as income_krw,
        sum(asset_krw)::bigint as invested_krw,
        sum(fee_krw)::bigint as fee_krw,
        sum(waived_krw)::bigint as waived_krw,
        sum(offset_krw)::bigint as offset_krw,
        sum(expense_krw)::bigint as expense_krw,
        sum(transactions_krw)::bigint as transactions_krw,
        sum(organisation_krw)::bigint as organisation_krw,
        sum(line_interest_krw)::bigint as line_interest_krw,
        sum(line_drawn_krw)::bigint as line_drawn_krw,
        sum(line_repaid_krw)::bigint as line_repaid_krw,
        sum(idle_interest_krw)::bigint as idle_interest_krw,
        sum(carry_krw)::bigint as carry_krw,
        sum(line_krw)::bigint as line_krw,
        sum(made_krw)::bigint as made_krw,
        sum(recycled_krw)::bigint as recycled_krw,
        sum(escrow_krw)::bigint as escrow_krw,
        sum(carry_accrued_krw)::bigint as carry_accrued_krw,
        sum(clawback_liability_krw)::bigint as clawback_liability_krw
    from of_funds
    group by scenario_id, path_id, quarter
),
cells as (
    select
        a.* exclude (asset_krw, level, fund_id, recycled_krw),
        case when a.level = 0 then coalesce(h.recycled_krw, 0) else a.recycled_krw end as recycled_krw
    from of_funds as a
    left join handed as h on h.scenario_id = a.scenario_id and h.path_id = a.path_id and h.quarter = a.quarter
    union all by name
    select
        c.scenario_id,
        c.path_id,
        p.party_id,
        c.quarter,
        c.called_krw,
        c.distributed_krw - coalesce(a.carry_krw, 0) as distributed_krw,
        c.nav_krw,
        t.commitment_krw,
        a.* exclude (scenario_id, path_id, quarter)
    from of_classes as c
    inner join parties as p on p.party_kind = 'whole'
    inner join party_totals as t
        on t.scenario_id = c.scenario_id and t.path_id = c.path_id and t.party_id = p.party_id
    left join all_funds as a on a.scenario_id = c.scenario_id and a.path_id = c.path_id and a.quarter = c.quarter
),
to_date as (
    select
        x.* replace (
            (sum(x.called_krw) over so_far)::bigint as called_krw,
            (sum(x.distributed_krw) over so_far)::bigint as distributed_krw,
            coalesce((sum(x.income_krw) over so_far)::bigint, 0) as income_krw
        )
    from cells as x
    window so_far as (partition by x.scenario_id, x.party_id, x.path_id order by x.quarter)
)
select
    t.scenario_id,
    t.party_id,
    case when t.path_id = 0 then 'central' else 'mean' end as statistic,
    t.quarter,
    count(*)::bigint as path_count,
    -- of the whole and of the mega fund the commitment is known, of a child fund what may still be called
    (sum(t.commitment_krw))::bigint as commitment_krw,
    (sum(t.unfunded_krw))::bigint as unfunded_krw,
    sum(t.called_krw)::bigint as paid_in_krw,
    coalesce(sum(t.made_krw), 0)::bigint as made_krw,
    coalesce(sum(t.recycled_krw), 0)::bigint as recycled_krw,
    sum(t.distributed_krw)::bigint as distributed_krw,
    sum(least(t.income_krw, t.distributed_krw))::bigint as dist_income_krw,
    sum(least(t.distributed_krw - least(t.income_krw, t.distributed_krw), t.called_krw))::bigint
        as dist_capital_krw,
    sum(t.nav_krw)::bigint as nav_krw,
    coalesce(sum(t.line_krw), 0)::bigint as line_krw,
    coalesce(sum(t.escrow_krw), 0)::bigint as escrow_krw,
    coalesce(sum(t.carry_accrued_krw), 0)::bigint as carry_accrued_krw,
    coalesce(sum(t.clawback_liability_krw), 0)::bigint as clawback_liability_krw,
    coalesce(sum(t.invested_krw), 0)::bigint as invested_krw,
    coalesce(sum(t.fee_krw), 0)::bigint as fee_krw,
    coalesce(sum(t.waived_krw), 0)::bigint as waived_krw,
    coalesce(sum(t.offset_krw), 0)::bigint as offset_krw,
    coalesce(sum(t.expense_krw), 0)::bigint as expense_krw,
    coalesce(sum(t.transactions_krw), 0)::bigint as transactions_krw,
    coalesce(sum(t.organisation_krw), 0)::bigint as organisation_krw,
    coalesce(sum(t.line_interest_krw), 0)::bigint as line_interest_krw,
    coalesce(sum(t.line_drawn_krw), 0)::bigint as line_drawn_krw,
    coalesce(sum(t.line_repaid_krw), 0)::bigint as line_repaid_krw,
    coalesce(sum(t.idle_interest_krw), 0)::bigint as idle_interest_krw,
    coalesce(sum(t.carry_krw), 0)::bigint as carry_krw,
    coalesce(sum(g.first_loss_krw), 0)::bigint as first_loss_krw,
    coalesce(sum(g.upside_krw), 0)::bigint as upside_krw
from to_date as t
left join given as g
    on g.scenario_id = t.scenario_id
    and g.path_id = t.path_id
    and g.party_id = t.party_id
    and g.quarter = t.quarter
group by t.scenario_id, t.party_id, case when t.path_id = 0 then 'central' else 'mean' end, t.quarter
order by t.scenario_id, t.party_id, statistic, t.quarter
