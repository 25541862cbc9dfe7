-- What a foreign investor holds of every child fund, through the mega fund too, and the Korean withholding tax on
-- each kind of income from it: by residence, income and stake, where the stake is the investor's part of the
-- largest holding of the fund. The partnership is looked through to its partners.
-- grain: scenario_id, fund_id, investor_id
-- units: shares 0..1 of the fund's commitments, of an asset, of the fund's money that is in Korea; rates of tax;
-- gain_rate empty where the statute holds: the lower of a rate on proceeds and one on the gain; interest_rate stands
-- for income that the programme has not
-- source: METHOD.md, "Tax of foreign investors"; datasets/tax_rates.csv, rows without a treaty where none is stated
with held as (
    select
        c.scenario_id,
        f.fund_id,
        c.investor_id,
        c.commitment_krw::double / f.commitment_krw as share
    from commitments as c
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id and f.commitment_krw > 0
    where f.level = 1
),
top as (
    select c.scenario_id, c.investor_id, c.commitment_krw::double / f.commitment_krw as share
    from commitments as c
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id and f.level = 0
    where f.commitment_krw > 0
),
largest as (
    select
        s.scenario_id,
        f.fund_id,
        f.korea_share,
        coalesce(max(p.stake_share), max(a.initial_round_share)) as asset_share
    from scenarios as s
    inner join funds as f on f.scenario_id = s.scenario_id and f.level = 1
    inner join plan_assumptions as a on a.world_id = s.world_id
    left join facility_plan as p on p.world_id = s.world_id and p.fund_id = f.fund_id
    group by s.scenario_id, f.fund_id, f.korea_share
),
owned as (
    select
        n.scenario_id,
        n.fund_id,
        i.investor_id,
        d.residence,
        coalesce(h.share, 0) + coalesce(m.share * t.share, 0) as ownership_share,
        n.asset_share,
        n.korea_share,
        a.tax_substantial_stake_share
    from largest as n
    cross join investors as i
    inner join investors_data as d on d.investor_code = i.investor_code and d.class_code = 'foreign'
    inner join foreign_assumptions as a on a.scenario_id = n.scenario_id
    left join held as h
        on h.scenario_id = n.scenario_id and h.fund_id = n.fund_id and h.investor_id = i.investor_id
    left join held as m on m.scenario_id = n.scenario_id and m.fund_id = n.fund_id and m.investor_id = -1
    left join top as t on t.scenario_id = n.scenario_id and t.investor_id = i.investor_id
),
staked as (
    select
        *,
        case
            when ownership_share * asset_share >= tax_substantial_stake_share then 'substantial'
            else 'portfolio'
        end as stake
    from owned
),
-- a treaty's row for the stake goes before its row for any stake, and both before the statute
ranked as (
    select
        o.scenario_id,
        o.fund_id,
        o.investor_id,
        r.income_type,
        r.rate,
        row_number() over (
            partition by o.scenario_id, o.fund_id, o.investor_id, r.income_type
            order by r.residence = 'no_treaty', r.stake <> o.stake, r.stake, r.tax_code
        ) as place,
        r.residence = 'no_treaty' as is_statute
    from staked as o
    inner join tax_rates_data as r
        on r.tax_kind = 'withholding'
        and r.residence in (o.residence, 'no_treaty')
        and (r.stake in (o.stake, 'any') or r.stake = 'portfolio')
),
rates as (
    select
        scenario_id,
        fund_id,
        investor_id,
        max(case when income_type = 'dividend' then rate end) as dividend_rate,
        max(case when income_type = 'interest' then rate end) as interest_rate,
        max(case when income_type = 'capital_gains' and not is_statute then rate end) as gain_rate
    from ranked
    where place = 1
    group by scenario_id, fund_id, investor_id
)
select
    o.scenario_id,
    o.fund_id,
    o.investor_id,
    o.residence,
    o.ownership_share,
    o.ownership_share * o.asset_share as stake_share,
    o.korea_share,
    o.stake,
    r.dividend_rate,
    r.interest_rate,
    r.gain_rate,
    o.stake = 'portfolio' as is_listed_exempt
from staked as o
inner join rates as r
    on r.scenario_id = o.scenario_id and r.fund_id = o.fund_id and r.investor_id = o.investor_id
order by o.scenario_id, o.fund_id, o.investor_id
