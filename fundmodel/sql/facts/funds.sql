-- The funds of a scenario: their life, their money and their yearly fee.
-- grain: scenario_id, fund_id
-- units: quarters from quarter 0, investment_end_quarter the first one after the investment period, end_quarter the
--        last one of the fund; _krw whole won; fee_commitment_krw per year on commitments, borne by all but the GP;
--        level 0 mega fund, 1 child fund; strategy_id -1 for the mega fund
-- source: METHOD.md, "Funds and their life": cumulative fee bands for each child fund; the mega fund's fee is on its
--         commitments to child funds, and it ends one quarter after the last of them; a blind pool lives as its
--         own terms say
with money as (
    select
        scenario_id,
        fund_id,
        sum(commitment_krw)::bigint as commitment_krw,
        sum(case when class_id = 3 then 0 else commitment_krw end)::bigint as lp_commitment_krw
    from commitments
    group by scenario_id, fund_id
),
placed as (
    select scenario_id, sum(commitment_krw)::bigint as placed_krw
    from commitments
    where investor_id = -1
    group by scenario_id
),
lives as (
    select
        s.scenario_id,
        p.fund_id,
        p.fund_code,
        p.level,
        p.strategy_id,
        p.start_quarter,
        p.start_quarter + p.investment_quarters as investment_end_quarter,
        p.start_quarter + 4 * case y.strategy_code
            when 'cdmo' then t.cdmo_life_years + t.cdmo_extension_years
            when 'global' then b.value
            else t.startup_life_years + t.startup_extension_years
        end as child_end_quarter,
        m.commitment_krw,
        m.lp_commitment_krw,
        c.placed_krw,
        d.korea_share,
        t.fee_band_1_krw,
        t.fee_band_2_krw,
        t.fee_rate_band_1,
        t.fee_rate_band_2,
        t.fee_rate_band_3,
        t.mega_fee_rate
    from scenarios as s
    inner join fund_plan as p on p.world_id = s.world_id
    inner join fund_terms_assumptions as t on t.scenario_id = s.scenario_id
    inner join money as m on m.scenario_id = s.scenario_id and m.fund_id = p.fund_id
    inner join placed as c on c.scenario_id = s.scenario_id
    inner join funds_data as d on d.fund_code = p.fund_code
    left join strategies as y on y.strategy_id = p.strategy_id
    left join blind_pools_data as b on b.fund_code = p.fund_code and b.term = 'life_years'
)
select
    scenario_id,
    fund_id,
    fund_code,
    level,
    strategy_id,
    start_quarter,
    investment_end_quarter::integer as investment_end_quarter,
    (case
        when level = 0
            then 1 + max(case when level = 1 then child_end_quarter end) over (partition by scenario_id)
        else child_end_quarter
    end)::integer as end_quarter,
    commitment_krw,
    lp_commitment_krw,
    floor(
        case
            when level = 0
                then mega_fee_rate * placed_krw * (lp_commitment_krw::double / commitment_krw)
            else
                fee_rate_band_1 * least(lp_commitment_krw, fee_band_1_krw)
                + fee_rate_band_2 * greatest(least(lp_commitment_krw, fee_band_2_krw) - fee_band_1_krw, 0)
                + fee_rate_band_3 * greatest(lp_commitment_krw - greatest(fee_band_2_krw, fee_band_1_krw), 0)
        end
    )::bigint as fee_commitment_krw,
    korea_share::double as korea_share
from lives
order by scenario_id, fund_id
