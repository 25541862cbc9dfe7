-- What the assets of each fund pay by kind of income, and the statutory tax on their gains: dividends (cash from a
-- lot that is kept: plants' yearly surplus, licence income) and disposals (cash that ends a lot). Each disposal is
-- taxed by itself, the lower of a rate on its proceeds and a rate on its gain; losses of others are not netted.
-- On path 0 a row is an expected one, winners and losers together, so tax there is at the low end.
-- grain: world_id, path_id, fund_id, quarter
-- units: whole won before the limits of the fund's money, offered_krw all cash of the quarter; listed_share of the
-- lots sold in the quarter, on path 0 of all companies sold; cost_change_krw signed change of unrealised cost
-- source: METHOD.md, "Tax of foreign investors"; rates of non-residents without a treaty from datasets/tax_rates.csv
with statutory as (
    select
        max(case when contains(tax_code, 'of_proceeds') then rate end) as proceeds_rate,
        max(case when contains(tax_code, 'of_gain') then rate end) as gain_rate
    from tax_rates_data
    where tax_kind = 'withholding' and income_type = 'capital_gains' and residence = 'no_treaty'
),
lots as (
    select
        l.world_id,
        l.path_id,
        l.fund_id,
        l.cash_quarter as quarter,
        l.invested_krw,
        l.proceeds_krw,
        l.cost_change_krw,
        case when l.cost_change_krw < 0 then 0 else l.proceeds_krw end as dividend_krw,
        case when l.cost_change_krw < 0 then greatest(0, l.proceeds_krw + l.cost_change_krw) else 0 end as gain_krw,
        s.proceeds_rate,
        s.gain_rate
    from lot_flows as l
    cross join statutory as s
),
added as (
    select
        world_id,
        path_id,
        fund_id,
        quarter,
        sum(invested_krw)::bigint as invested_krw,
        sum(proceeds_krw)::bigint as offered_krw,
        sum(dividend_krw)::bigint as dividend_krw,
        sum(gain_krw)::bigint as gain_krw,
        sum(
            case
                when gain_krw > 0 then floor(least(proceeds_krw * proceeds_rate, gain_krw * gain_rate))::bigint
                else 0
            end
        )::bigint as statutory_tax_krw,
        sum(cost_change_krw)::bigint as cost_change_krw
    from lots
    group by world_id, path_id, fund_id, quarter
),
kinds as (
    select kind_id, kind_code in ('ipo', 'sale') as is_listed
    from startup_kinds
    where kind_code in ('ipo', 'sale', 'trade_sale', 'early_sale', 'approval')
),
sold as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        e.quarter::integer as quarter,
        (count(*) filter (where k.is_listed))::bigint as listed,
        count(*)::bigint as lots
    from startup_events as e
    inner join kinds as k on k.kind_id = e.kind
    inner join company_plan as p
        on p.world_id = e.world_id and p.plan_id = e.plan_id and e.company_number <= p.company_count
    group by e.world_id, e.path_id, p.fund_id, e.quarter
),
-- on path 0 a listing is sold over many quarters: the share is that of the fund's whole life
sold_in_life as (
    select
        o.world_id,
        o.path_id,
        o.fund_id,
        sum(case when k.is_listed then o.count_thousandths else 0 end)::bigint as listed,
        sum(o.count_thousandths)::bigint as companies
    from startup_counts as o
    inner join kinds as k on k.kind_id = o.kind
    group by o.world_id, o.path_id, o.fund_id
)
select
    a.world_id,
    a.path_id,
    a.fund_id,
    a.quarter::integer as quarter,
    a.invested_krw,
    a.offered_krw,
    a.dividend_krw,
    a.gain_krw,
    a.statutory_tax_krw,
    coalesce(c.listed::double / c.lots, w.listed::double / w.companies, 0) as listed_share,
    a.cost_change_krw
from added as a
left join sold as c
    on c.world_id = a.world_id and c.path_id = a.path_id and c.fund_id = a.fund_id and c.quarter = a.quarter
left join sold_in_life as w
    on w.world_id = a.world_id and w.path_id = a.path_id and w.fund_id = a.fund_id and w.companies > 0
order by a.world_id, a.path_id, a.fund_id, a.quarter
