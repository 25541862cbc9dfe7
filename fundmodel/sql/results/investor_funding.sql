-- What the guaranteed bonds of public investors cost: interest beyond what the stake brings in the same quarter, what
-- the treasury pays in all less what is left, and the bonds it stands for. Empty where no investor has such bonds.
-- grain: scenario_id, investor_id, path_group
-- units: whole won, means rounded toward zero; present value in quarter 0 at the government's yield; a cost below zero
--        is a gain; p95 over the random paths; drawn_share of the random paths
-- source: bond_totals; METHOD.md, "Bonds of the public investor"; path_group central is path 0, random all others
with listed as (
    select
        *,
        case when path_id = 0 then 'central' else 'random' end as path_group
    from bond_totals
),
sums as (
    select
        scenario_id,
        investor_id,
        path_group,
        count(*)::bigint as path_count,
        sum(issued_krw)::bigint as issued_krw,
        sum(refinanced_krw)::bigint as refinanced_krw,
        sum(interest_krw)::bigint as interest_krw,
        sum(negative_carry_krw)::bigint as negative_carry_krw,
        sum(carry_paid_krw)::bigint as carry_paid_krw,
        sum(drawn_krw)::bigint as drawn_krw,
        sum(surplus_krw)::bigint as surplus_krw,
        sum(fiscal_cost_krw)::bigint as fiscal_cost_krw,
        sum(present_cost_krw)::bigint as present_cost_krw,
        sum(peak_balance_krw)::bigint as peak_balance_krw,
        quantile_cont(fiscal_cost_krw, [0.95])[1] as p95_fiscal_cost_krw,
        quantile_cont(present_cost_krw, [0.95])[1] as p95_present_cost_krw,
        quantile_cont(peak_balance_krw, [0.95])[1] as p95_peak_balance_krw,
        (count(*) filter (where drawn_krw > 0))::double / count(*) as drawn_share
    from listed
    group by scenario_id, investor_id, path_group
)
select
    t.scenario_id,
    s.scenario,
    t.investor_id,
    i.investor_code,
    t.path_group,
    t.path_count,
    t.issued_krw // t.path_count as issued_krw,
    t.refinanced_krw // t.path_count as refinanced_krw,
    t.interest_krw // t.path_count as bond_interest_krw,
    t.negative_carry_krw // t.path_count as negative_carry_krw,
    t.carry_paid_krw // t.path_count as carry_paid_krw,
    t.drawn_krw // t.path_count as drawn_krw,
    t.surplus_krw // t.path_count as surplus_krw,
    t.fiscal_cost_krw // t.path_count as net_fiscal_cost_krw,
    case when t.path_group = 'random' then t.p95_fiscal_cost_krw::bigint end as p95_net_fiscal_cost_krw,
    t.present_cost_krw // t.path_count as present_cost_krw,
    case when t.path_group = 'random' then t.p95_present_cost_krw::bigint end as p95_present_cost_krw,
    t.peak_balance_krw // t.path_count as peak_liability_krw,
    case when t.path_group = 'random' then t.p95_peak_balance_krw::bigint end as p95_peak_liability_krw,
    case when t.path_group = 'random' then t.drawn_share end as drawn_share
from sums as t
inner join scenarios as s on s.scenario_id = t.scenario_id
inner join investors as i on i.investor_id = t.investor_id
order by t.scenario_id, t.investor_id, t.path_group
