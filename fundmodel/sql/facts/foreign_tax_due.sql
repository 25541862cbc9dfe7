-- The Korean tax that is due on the gross income of foreign investors, looked through the funds, in the quarter in
-- which assets pay: their part of dividends and of the gain of each disposal, scaled to what the fund received, of the
-- part of the fund that is in Korea. What a fund sells at its end is one disposal at the cost that is left; what a fund
-- with notes sells for their cover is one at the cost of what was sold.
-- grain: scenario_id, path_id, investor_id, quarter
-- units: whole won; only quarters in which tax is due
-- source: METHOD.md, "Tax of foreign investors" and "Closings of a fund"
with statutory as (
    select
        max(case when contains(tax_code, 'of_proceeds') then rate end) as proceeds_rate,
        max(case when contains(tax_code, 'of_gain') then rate end) as gain_rate
    from tax_rates_data
    where tax_kind = 'withholding' and income_type = 'capital_gains' and residence = 'no_treaty'
),
cash as (
    select
        f.scenario_id,
        s.world_id,
        f.path_id,
        f.fund_id,
        f.quarter,
        f.proceeds_krw - f.forced_sale_krw as received_krw,
        f.forced_sale_krw
    from fund_flows as f
    inner join scenarios as s on s.scenario_id = f.scenario_id
    inner join funds as u on u.scenario_id = f.scenario_id and u.fund_id = f.fund_id and u.level = 1
    where f.proceeds_krw > 0
),
income as (
    select
        c.scenario_id,
        c.path_id,
        c.fund_id,
        c.quarter,
        o.dividend_krw,
        o.gain_krw,
        o.statutory_tax_krw,
        o.listed_share,
        c.received_krw::double / o.offered_krw as received_share
    from cash as c
    inner join disposals as o
        on o.world_id = c.world_id and o.path_id = c.path_id and o.fund_id = c.fund_id and o.quarter = c.quarter
    where c.received_krw > 0 and o.offered_krw > 0
),
ends as (
    select
        c.scenario_id,
        c.path_id,
        c.fund_id,
        c.quarter,
        c.forced_sale_krw,
        sum(o.cost_change_krw)::bigint as cost_left_krw,
        sum(o.invested_krw)::bigint as offered_to_date_krw
    from cash as c
    inner join disposals as o
        on o.world_id = c.world_id and o.path_id = c.path_id and o.fund_id = c.fund_id and o.quarter <= c.quarter
    where c.forced_sale_krw > 0
    group by c.scenario_id, c.path_id, c.fund_id, c.quarter, c.forced_sale_krw
),
invested as (
    select e.scenario_id, e.path_id, e.fund_id, e.quarter, sum(f.invested_krw)::bigint as invested_krw
    from ends as e
    inner join fund_flows as f
        on f.scenario_id = e.scenario_id
        and f.path_id = e.path_id
        and f.fund_id = e.fund_id
        and f.quarter <= e.quarter
    group by e.scenario_id, e.path_id, e.fund_id, e.quarter
),
-- at its end a fund sells all that is left; the cost of it was funded in the same part as all its lots. Funds with
-- notes may sell before, and a part: for these the cost of what was sold is known
last_sales as (
    select
        e.scenario_id,
        e.path_id,
        e.fund_id,
        e.quarter,
        e.forced_sale_krw,
        greatest(
            0,
            e.forced_sale_krw
            - coalesce(f.cost_krw, e.cost_left_krw * (n.invested_krw::double / e.offered_to_date_krw))
        ) as gain
    from ends as e
    inner join invested as n
        on n.scenario_id = e.scenario_id and n.path_id = e.path_id and n.fund_id = e.fund_id and n.quarter = e.quarter
    left join forced_sales as f
        on f.scenario_id = e.scenario_id and f.path_id = e.path_id and f.fund_id = e.fund_id and f.quarter = e.quarter
    where e.offered_to_date_krw > 0
),
-- where funds were not formed as planned, an investor's part of a fund is another one: its direct commitments were cut
-- with those of all private partners, those of the mega fund were not, and the fund is smaller
formed as (
    select
        r.scenario_id,
        r.path_id,
        r.fund_id,
        t.investor_id,
        (
            t.ownership_share
            - coalesce(c.commitment_krw::double / f.commitment_krw, 0) * (1 - r.private_share)
        ) / r.size_share as ownership_share
    from fund_formation as r
    inner join funds as f on f.scenario_id = r.scenario_id and f.fund_id = r.fund_id
    inner join withholding_terms as t on t.scenario_id = r.scenario_id and t.fund_id = r.fund_id
    left join commitments as c
        on c.scenario_id = r.scenario_id and c.fund_id = r.fund_id and c.investor_id = t.investor_id
    where r.is_formed and r.size_share > 0
),
due as (
    select
        i.scenario_id,
        i.path_id,
        t.investor_id,
        i.quarter,
        floor(
            coalesce(o.ownership_share, t.ownership_share) * t.korea_share * i.received_share * (
                t.dividend_rate * i.dividend_krw
                + coalesce(t.gain_rate * i.gain_krw, i.statutory_tax_krw)
                * case when t.is_listed_exempt then 1 - i.listed_share else 1 end
            )
        )::bigint as due_krw
    from income as i
    inner join withholding_terms as t on t.scenario_id = i.scenario_id and t.fund_id = i.fund_id
    left join formed as o
        on o.scenario_id = i.scenario_id
        and o.path_id = i.path_id
        and o.fund_id = i.fund_id
        and o.investor_id = t.investor_id
    union all by name
    select
        s.scenario_id,
        s.path_id,
        t.investor_id,
        s.quarter,
        floor(
            coalesce(o.ownership_share, t.ownership_share) * t.korea_share
            * coalesce(t.gain_rate * s.gain, least(y.proceeds_rate * s.forced_sale_krw, y.gain_rate * s.gain))
        )::bigint as due_krw
    from last_sales as s
    inner join withholding_terms as t on t.scenario_id = s.scenario_id and t.fund_id = s.fund_id
    left join formed as o
        on o.scenario_id = s.scenario_id
        and o.path_id = s.path_id
        and o.fund_id = s.fund_id
        and o.investor_id = t.investor_id
    cross join statutory as y
)
select
    scenario_id,
    path_id,
    investor_id,
    quarter,
    sum(due_krw)::bigint as due_krw
from due
where due_krw > 0
group by scenario_id, path_id, investor_id, quarter
order by scenario_id, path_id, investor_id, quarter
