-- What every limited partner agreed at each level of the programme: its planned commitments, and the hurdle, carry,
-- catch-up and fee discount that count for it, its own or those of its group or class.
-- grain: scenario_id, investor_id, level
-- units: whole won; rates a year; shares 0 to 1; level 0 is the mega fund, 1 the child funds together
-- source: METHOD.md, "Waterfall" and "Fees"
with committed as (
    select
        c.scenario_id,
        c.investor_id,
        c.class_id,
        f.level,
        sum(c.commitment_krw)::bigint as commitment_krw,
        max(c.hurdle_rate) as hurdle_rate,
        max(c.carry_rate) as carry_rate,
        max(c.catch_up_share) as catch_up_share,
        max(c.fee_discount_share) as fee_discount_share
    from commitments as c
    inner join funds as f on f.scenario_id = c.scenario_id and f.fund_id = c.fund_id
    -- managers (class 3) are free of fee and carry
    where c.investor_id >= 0 and c.class_id < 3
    group by c.scenario_id, c.investor_id, c.class_id, f.level
),
common_terms as (
    select
        c.*,
        w.investor_hurdles = 'own' as is_own_waterfall,
        t.investor_fee_discounts = 'own' as is_own_fee,
        case
            when c.level = 0 then w.mega_hurdle_rate
            when c.class_id = 2 then w.foreign_hurdle_rate
            else w.hurdle_rate
        end as common_hurdle_rate,
        case when c.level = 0 then w.mega_carry_rate else w.carry_rate end as common_carry_rate,
        case
            when c.level = 0 then w.mega_catch_up_share
            when c.class_id = 2 then w.foreign_catch_up_share
            else w.catch_up_share
        end as common_catch_up_share,
        case c.class_id
            when 0 then t.public_fee_discount_share
            when 1 then t.domestic_fee_discount_share
            else t.foreign_fee_discount_share
        end as common_fee_discount_share
    from committed as c
    inner join waterfall_assumptions as w on w.scenario_id = c.scenario_id
    inner join fund_terms_assumptions as t on t.scenario_id = c.scenario_id
)
select
    c.scenario_id,
    s.scenario,
    c.investor_id,
    i.investor_code,
    c.level,
    c.commitment_krw,
    case when c.is_own_waterfall then coalesce(c.hurdle_rate, c.common_hurdle_rate) else c.common_hurdle_rate end
        as hurdle_rate,
    case when c.is_own_waterfall then coalesce(c.carry_rate, c.common_carry_rate) else c.common_carry_rate end
        as carry_rate,
    case
        when c.is_own_waterfall then coalesce(c.catch_up_share, c.common_catch_up_share) else c.common_catch_up_share
    end as catch_up_share,
    case
        when c.is_own_fee then coalesce(c.fee_discount_share, c.common_fee_discount_share)
        else c.common_fee_discount_share
    end as fee_discount_share
from common_terms as c
inner join scenarios as s on s.scenario_id = c.scenario_id
inner join investors as i on i.investor_id = c.investor_id
order by c.scenario_id, c.investor_id, c.level
