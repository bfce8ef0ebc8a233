"""Fictional holders. The nth holder of a kind is always the same, and no two are near each other in matching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

PREFIX_ZH, PREFIX_EN = "（示例）重庆", "(Sample) Chongqing "

BRANDS = """
云岫 澄岸 栖岭 砚溪 枕江 岚汀 霁川 梧渡 松涧 竹屿 兰汐 桐坞 榕隐 苇舟 芦洲 蓼滩 菱湾 荻浦 槐序 桂庭
棠影 柏庐 樟野 楠峪 杉坪 柚坡 茗垭 麦垄 稻畦 粟仓 桑陌 葛田 星桅 月渚 虹阶 霞屏 霜刃 雪篷 雾航 雷驿
金梭 银砾 锡箔 锋鸣 镜澜 铃音 赤壤 曦原 青檐 蔚湄 紫陶 朗帆 玄圭 丹崖 碧潮 砥池 疏篱 轩窗 前畴 左堤
华章 鹤皋 鹭飞 雁书 鸥盟 鹿鼎 骏逸 凤麓 鲤跃 鲸歌 蝉翼 蜂巢 楫远 桨声 锚泊
缆道 荫桥 峰栈 坎石 吊脚 台琴 简素 舫画 笺诗 曲水 笔端 印痕 烛明 清和 晨晖 暮山
垦春 耘夏 藏冬 格物 博观 慎思 笃行 敏求 乐成 度量 矩方 绳墨 匠心 榫卯 纹理 织锦 染坊
""".split()
PLACES = """
缙云 歌乐 铜锣 明玉 南泉 龙兴 鱼复 礼嘉 悦来 鸳鸯 蔡岗 磁器 双碑 井口 石桥 马王 弹子 海棠 迎峰 广阳
木洞 界碑 西彭 走马 含谷 土主 虎溪 青杠 来凤 丁家 巴川 安居 梓潼 邮亭 昌元 板栗 朱沱 松溉 德感 珞璜
几江 白鹤 武陵 乌江 龚滩 濯水 瞿塘 夔门 神溪 汉丰
""".split()
# Chinese | English | sector as lists print it
TRADES = table(
    """
汽车部件|Auto Parts|汽车       新能源车|Electric Vehicles|汽车   专用车|Special Vehicles|汽车
汽车内饰|Car Interiors|汽车    车灯|Vehicle Lamps|汽车           座椅|Seating|汽车
摩托车|Motorcycles|摩托车      电动车|E-Bikes|摩托车             骑行用品|Riding Gear|摩托车
全地形车|Quads|摩托车          通用动力|Power Units|内燃机       发动机|Engines|内燃机
发电机组|Gensets|内燃机        变速箱|Gearboxes|内燃机           智能终端|Smart Devices|电子信息
显示屏|Displays|电子信息       传感器|Sensors|电子信息           机器视觉|Machine Vision|电子信息
无人机|Drones|电子信息         穿戴设备|Wearables|电子信息       音响|Audio|电子信息
机床|Machine Tools|装备制造    农机|Farm Machinery|装备制造      机器人|Robots|装备制造
轨道车辆|Rail Vehicles|装备制造  电梯|Lifts|装备制造              仪表|Instruments|装备制造
索道|Cableways|装备制造        船艇|Boats|装备制造               水处理|Water Systems|装备制造
起重机|Cranes|装备制造         医疗器械|Medical Devices|医药     制药|Pharma|医药
中药|Herbal Medicine|医药      康复辅具|Rehab Aids|医药          新材料|Materials|材料
铝材|Aluminium|材料            玻璃|Glass|材料                   复合材料|Composites|材料
涂料|Coatings|材料             家具|Furniture|家居               门窗|Doors|家居
厨具|Kitchens|家居             灯饰|Lighting|家居                陶瓷|Ceramics|家居
卫浴|Bathrooms|家居            食品|Foods|消费品                 火锅底料|Hotpot|消费品
酒业|Spirits|消费品            茶叶|Tea|消费品                   服饰|Apparel|消费品
夏布|Ramie|消费品              刀具|Knives|消费品                五金|Hardware|消费品
玩具|Toys|消费品               文具|Stationery|消费品            箱包|Luggage|消费品
鞋业|Footwear|消费品           眼镜|Eyewear|消费品               家电|Appliances|消费品
纸品|Paper|消费品              纺织|Textiles|消费品              电池|Batteries|能源
充电桩|Chargers|能源           光伏|Solar|能源                   风电|Wind Power|能源
燃气表|Gas Meters|能源
"""
FORMS = (("", ""), ("科技", " Technology"), ("制造", " Manufacturing"), ("实业", " Industries"))
CRAFTS = """
造型|Styling  创意|Creative  原型|Prototype  交互|Interaction  品牌|Brand  文创|Craft  产品|Product  体验|Experience
包装|Packaging  空间|Spatial  时尚|Fashion  模型|Model  工程|Engineering  交通|Transport  护理|Care  家居|Home
童趣|Children  数字|Digital
"""
OFFICES = (
    ("设计", " Design"),
    ("设计顾问", " Design Consultants"),
    ("设计工场", " Design Workshop"),
    ("设计事务所", " Design Office"),
)
COLLEGES = """
理工学院|Institute of Technology  艺术学院|Academy of Arts       职业学院|Polytechnic
交通学院|Transport College        城市学院|City College          传媒学院|Media College
机电学院|Mechanical College       文理学院|Liberal Arts College
"""



def table(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of entries that are written with `|` between cells and two blanks or a new line between
    entries."""
    return tuple(tuple(entry.split("|")) for entry in re.split(r"\s{2,}|\n", text.strip()))



