"""Fictional holders. The nth holder of a kind is always the same, and no two of them are near each other in
matching: two that share a trade differ in the brand and in the word after the trade."""

import re
from dataclasses import dataclass

from cityofdesign.search.tokens import pinyin

PREFIX_ZH, PREFIX_EN = "（示例）重庆", "(Sample) Chongqing "


@dataclass(frozen=True, slots=True)
class Holder:
    """A fictional holder. `sector` is as lists print it, empty where none goes with the name."""

    name_zh: str
    name_en: str
    sector: str = ""


def table(text: str) -> tuple[tuple[str, ...], ...]:
    """Entries that stand two blanks or a new line apart, with `|` between their cells."""
    return tuple(tuple(entry.split("|")) for entry in re.split(r"\s{2,}|\n", text.strip()))


BRANDS = """
云岫 澄岸 栖岭 砚溪 枕江 岚汀 霁川 梧渡 松涧 竹屿 兰汐 桐坞 榕隐 苇舟 芦洲 蓼滩 菱湾 荻浦 槐序 桂庭
棠影 柏庐 樟野 楠峪 杉坪 柚坡 茗垭 麦垄 稻畦 粟仓 桑陌 葛田 星桅 月渚 虹阶 霞屏 霜刃 雪篷 雾航 雷驿
金梭 银砾 锡箔 锋鸣 镜澜 铃音 赤壤 曦原 青檐 蔚湄 紫陶 朗帆 玄圭 丹崖 碧潮 砥池 疏篱 轩窗 前畴 左堤
华章 鹤皋 鹭飞 雁书 鸥盟 鹿鼎 骏逸 凤麓 鲤跃 鲸歌 蝉翼 蜂巢 楫远 桨声 锚泊 缆道 荫桥 峰栈 坎石 吊脚
台琴 简素 舫画 笺诗 曲水 笔端 印痕 烛明 清和 晨晖 暮山 垦春 耘夏 藏冬 格物 博观 慎思 笃行 敏求 乐成
度量 矩方 绳墨 匠心 榫卯 纹理 织锦 染坊
""".split()
PLACES = """
缙云 歌乐 铜锣 明玉 南泉 龙兴 鱼复 礼嘉 悦来 鸳鸯 蔡岗 磁器 双碑 井口 石桥 马王 弹子 海棠 迎峰 广阳
木洞 界碑 西彭 走马 含谷 土主 虎溪 青杠 来凤 丁家 巴川 安居 梓潼 邮亭 昌元 板栗 朱沱 松溉 德感 珞璜
几江 白鹤 武陵 乌江 龚滩 濯水 瞿塘 夔门 神溪 汉丰
""".split()
TRADES = table("""
汽车部件|Auto Parts|汽车  新能源车|EV|汽车  专用车|Truck|汽车
汽车内饰|Interior|汽车  车灯|Headlamp|汽车  座椅|Seating|汽车
摩托车|Motorcycle|摩托车  电动车|E-Bike|摩托车  骑行头盔|Helmet|摩托车
全地形车|Quad|摩托车  水泵|Pump|内燃机  发动机|Engine|内燃机
发电机组|Genset|内燃机  变速箱|Gearbox|内燃机  智能终端|Device|电子信息
显示屏|Display|电子信息  传感器|Sensor|电子信息  机器视觉|Vision|电子信息
无人机|Drone|电子信息  穿戴设备|Wearable|电子信息  音响|Audio|电子信息
车床|Lathe|装备制造  农机|Tractor|装备制造  机器人|Robot|装备制造
轨道车辆|Railcar|装备制造  电梯|Lift|装备制造  量仪|Gauge|装备制造
索道|Cableway|装备制造  船艇|Boat|装备制造  水处理|Water|装备制造
起重机|Crane|装备制造  医疗器械|Medical|医药  制药|Pharma|医药
中药|Herbal|医药  康复辅具|Rehab|医药  新材料|Materials|材料
铝材|Aluminium|材料  玻璃|Glass|材料  复合材料|Composite|材料
涂料|Coating|材料  家具|Furniture|家居  门窗|Door|家居
厨具|Kitchen|家居  灯饰|Lighting|家居  陶瓷|Ceramic|家居
卫浴|Bathroom|家居  食品|Food|消费品  火锅底料|Hotpot|消费品
酒业|Spirits|消费品  茶叶|Tea|消费品  服饰|Apparel|消费品
夏布|Ramie|消费品  刀具|Knife|消费品  五金|Hardware|消费品
玩具|Toy|消费品  文具|Pen|消费品  箱包|Bag|消费品
鞋业|Footwear|消费品  眼镜|Eyewear|消费品  家电|Appliances|消费品
纸品|Paper|消费品  纺织|Textile|消费品  电池|Battery|能源
充电桩|Charger|能源  光伏|Solar|能源  风电|Wind|能源
燃气表|Meter|能源
""")
FORMS = (("", ""), ("科技", " Tech"), ("制造", " Works"), ("研创", " Labs"))
CRAFTS = table("""
造型|Styling  创意|Creative  样机|Mock-up  交互|Interface  品牌|Brand  文创|Craft
产品|Product  服务|Service  包装|Packaging  空间|Spatial  时尚|Fashion  模型|Model
车身|Carbody  交通|Transport  护理|Care  家居|Home  童趣|Kids  数字|Digital
色彩|Colour  材质|Texture  图形|Graphic  珠宝|Jewel  声学|Acoustic
""")
OFFICES = (("设计", " Design"), ("顾问", " Advisers"), ("工场", " Workshop"), ("工作室", " Studio"))
COLLEGES = table("""
理工学院|Institute of Technology  艺术学院|Academy of Arts  职业学院|Polytechnic
交通学院|Transport College  城市学院|City College  传媒学院|Media College
机电学院|Mechanical College  文理学院|Liberal Arts College
""")


def numbers(count: int, without: str) -> list[int]:
    """0 to `count` - 1 but for those in `without`."""
    return sorted({*range(count)} - {*map(int, without.split())})


# Numbers left out, for their names are too near others.
MAKERS = numbers(
    len(TRADES) * len(FORMS),
    without="30 68 70 91 94 109 142 175 178 180 181 183 194 203 222 240 242 248 250 258 260 264 266 267",
)
DESIGNERS = numbers(
    len(CRAFTS) * len(OFFICES), without="28 29 31 40 44 49 50 53 61 65 69 70 73 76 81 86 87 88 91"
)


def maker(number: int) -> Holder:
    """A manufacturer. IndexError beyond the last of `MAKERS`."""
    number = MAKERS[number]
    turn, place = divmod(number, len(TRADES))
    trade, word, sector = TRADES[number * 62 % len(TRADES)]
    form, form_word = FORMS[(place - turn) % len(FORMS)]
    return company(brand(number), trade + form, word + form_word, sector, shares=number % 7 == 3)


def designer(number: int) -> Holder:
    """A firm that sells design. IndexError beyond the last of `DESIGNERS`."""
    number = DESIGNERS[number]
    turn, place = divmod(number, len(CRAFTS))
    craft, word = CRAFTS[number * 7 % len(CRAFTS)]
    office, office_word = OFFICES[(place + turn) % len(OFFICES)]
    return company(brand(number + 17), craft + office, word + office_word)


def college(number: int) -> Holder:
    """A college. IndexError beyond the last of `COLLEGES`."""
    name, word = COLLEGES[number]
    place = PLACES[number * 3]
    return Holder(f"{PREFIX_ZH}{place}{name}", f"{PREFIX_EN}{latin(place)} {word}")


def further(number: int) -> Holder:
    """A manufacturer with a brand of two words: there are hundreds of thousands, some of them much alike."""
    rest, place = divmod(number, len(PLACES))
    turn, name = divmod(rest, len(BRANDS))
    trade, word, sector = TRADES[(place + name + turn // len(FORMS)) % len(TRADES)]
    form, form_word = FORMS[(place // 2 + name + turn) % len(FORMS)]
    words = PLACES[place], BRANDS[name]
    return company(
        "".join(words), trade + form, word + form_word, sector, latin_name=" ".join(map(latin, words))
    )


def company(
    name: str, trade_zh: str, trade_en: str, sector: str = "", *, shares: bool = False, latin_name: str = ""
) -> Holder:
    legal_form = "股份有限公司" if shares else "有限公司"
    return Holder(
        f"{PREFIX_ZH}{name}{trade_zh}{legal_form}",
        f"{PREFIX_EN}{latin_name or latin(name)} {trade_en} Co., Ltd.",
        sector,
    )


def brand(number: int) -> str:
    words = BRANDS + PLACES
    return words[number * 135 % len(words)]


def latin(name: str) -> str:
    """`Cheng'an` for 澄岸."""
    first, *others = pinyin(name)
    return first.capitalize() + "".join(f"'{part}" if part[0] in "aeo" else part for part in others)
