/** Emoji by the names that Slack gives them: a good set, not all. */

const SETS = {
  faces:
    "smile:😄 smiley:😃 grinning:😀 grin:😁 joy:😂 rofl:🤣 slightly_smiling_face:🙂 upside_down_face:🙃 wink:😉 blush:😊 innocent:😇 heart_eyes:😍 star_struck:🤩 kissing_heart:😘 yum:😋 stuck_out_tongue:😛 zany_face:🤪 hugging_face:🤗 thinking_face:🤔 face_with_raised_eyebrow:🤨 neutral_face:😐 expressionless:😑 no_mouth:😶 smirk:😏 unamused:😒 face_with_rolling_eyes:🙄 grimacing:😬 relieved:😌 pensive:😔 sleepy:😪 sleeping:😴 mask:😷 face_with_thermometer:🤒 exploding_head:🤯 partying_face:🥳 sunglasses:😎 nerd_face:🤓 confused:😕 worried:😟 slightly_frowning_face:🙁 white_frowning_face:☹️ open_mouth:😮 astonished:😲 flushed:😳 pleading_face:🥺 fearful:😨 cry:😢 sob:😭 scream:😱 disappointed:😞 sweat:😓 tired_face:😫 yawning_face:🥱 triumph:😤 rage:😡 angry:😠 skull:💀 ghost:👻 alien:👽 robot_face:🤖 sweat_smile:😅 saluting_face:🫡",
  hands:
    "+1:👍 thumbsup:👍 -1:👎 thumbsdown:👎 ok_hand:👌 v:✌️ crossed_fingers:🤞 point_left:👈 point_right:👉 point_up:☝️ point_up_2:👆 point_down:👇 raised_hand:✋ wave:👋 call_me_hand:🤙 muscle:💪 clap:👏 raised_hands:🙌 open_hands:👐 palms_up_together:🤲 handshake:🤝 pray:🙏 writing_hand:✍️ eyes:👀 bust_in_silhouette:👤 busts_in_silhouette:👥 speaking_head_in_silhouette:🗣️ technologist:🧑‍💻 adult:🧑 facepalm:🤦 shrug:🤷 raising_hand:🙋",
  signs:
    "white_check_mark:✅ heavy_check_mark:✔️ ballot_box_with_check:☑️ x:❌ negative_squared_cross_mark:❎ heavy_multiplication_x:✖️ heavy_plus_sign:➕ heavy_minus_sign:➖ exclamation:❗ heavy_exclamation_mark:❗ grey_exclamation:❕ question:❓ grey_question:❔ bangbang:‼️ interrobang:⁉️ warning:⚠️ no_entry:⛔ no_entry_sign:🚫 octagonal_sign:🛑 construction:🚧 rotating_light:🚨 recycle:♻️ sos:🆘 information_source:ℹ️ new:🆕 free:🆓 up:🆙 ok:🆗 100:💯 zzz:💤 speech_balloon:💬 left_speech_bubble:🗨️ thought_balloon:💭 red_circle:🔴 large_orange_circle:🟠 large_yellow_circle:🟡 large_green_circle:🟢 large_blue_circle:🔵 large_purple_circle:🟣 white_circle:⚪ black_circle:⚫ large_red_square:🟥 large_green_square:🟩 arrow_right:➡️ arrow_left:⬅️ arrow_up:⬆️ arrow_down:⬇️ arrow_right_hook:↪️ leftwards_arrow_with_hook:↩️ arrows_counterclockwise:🔄 arrows_clockwise:🔃 fast_forward:⏩ rewind:⏪ double_vertical_bar:⏸️ arrow_forward:▶️ one:1️⃣ two:2️⃣ three:3️⃣ four:4️⃣ five:5️⃣ six:6️⃣ seven:7️⃣ eight:8️⃣ nine:9️⃣ keycap_ten:🔟 zero:0️⃣ hash:#️⃣ small_blue_diamond:🔹 small_orange_diamond:🔸 link:🔗",
  things:
    "computer:💻 desktop_computer:🖥️ keyboard:⌨️ printer:🖨️ three_button_mouse:🖱️ iphone:📱 telephone_receiver:📞 phone:☎️ telephone:☎️ battery:🔋 electric_plug:🔌 bulb:💡 flashlight:🔦 wrench:🔧 hammer:🔨 hammer_and_wrench:🛠️ gear:⚙️ nut_and_bolt:🔩 toolbox:🧰 key:🔑 old_key:🗝️ lock:🔒 unlock:🔓 closed_lock_with_key:🔐 shield:🛡️ mag:🔍 mag_right:🔎 bell:🔔 no_bell:🔕 loudspeaker:📢 mega:📣 email:✉️ envelope:✉️ incoming_envelope:📨 envelope_with_arrow:📩 inbox_tray:📥 outbox_tray:📤 package:📦 mailbox:📫 memo:📝 pencil:📝 pencil2:✏️ clipboard:📋 pushpin:📌 round_pushpin:📍 paperclip:📎 calendar:📆 date:📅 spiral_calendar_pad:🗓️ bar_chart:📊 chart_with_upwards_trend:📈 chart_with_downwards_trend:📉 file_folder:📁 open_file_folder:📂 card_index_dividers:🗂️ page_facing_up:📄 page_with_curl:📃 books:📚 book:📖 label:🏷️ ticket:🎫 admission_tickets:🎟️ hourglass:⌛ hourglass_flowing_sand:⏳ stopwatch:⏱️ alarm_clock:⏰ watch:⌚ clock9:🕘 credit_card:💳 moneybag:💰 gift:🎁 camera:📷 headphones:🎧 art:🎨 file_cabinet:🗄️ wastebasket:🗑️ bookmark:🔖 scroll:📜 compass:🧭 satellite:📡 syringe:💉 pill:💊 crystal_ball:🔮 door:🚪 office:🏢 house:🏠 airplane:✈️ car:🚗 bus:🚌 bike:🚲 rocket:🚀 globe_with_meridians:🌐 earth_africa:🌍",
  joys: "heart:❤️ orange_heart:🧡 yellow_heart:💛 green_heart:💚 blue_heart:💙 purple_heart:💜 broken_heart:💔 sparkling_heart:💖 star:⭐ star2:🌟 sparkles:✨ zap:⚡ fire:🔥 boom:💥 tada:🎉 confetti_ball:🎊 balloon:🎈 trophy:🏆 medal:🏅 first_place_medal:🥇 dart:🎯 crown:👑 gem:💎 rainbow:🌈 sunny:☀️ cloud:☁️ rain_cloud:🌧️ snowflake:❄️ umbrella:☔ ocean:🌊 seedling:🌱 palm_tree:🌴 four_leaf_clover:🍀 rose:🌹 sunflower:🌻 dog:🐶 cat:🐱 bug:🐛 snail:🐌 turtle:🐢 bee:🐝 owl:🦉 penguin:🐧 unicorn_face:🦄 coffee:☕ tea:🍵 pizza:🍕 cake:🍰 cookie:🍪 apple:🍎 beer:🍺 wine_glass:🍷 musical_note:🎵 soccer:⚽",
};

/** @type {Map<string, string>} */
const known = new Map(
  Object.values(SETS).flatMap((set) =>
    set.split(" ").map((one) => {
      const at = one.lastIndexOf(":");
      return /** @type {[string, string]} */ ([one.slice(0, at), one.slice(at + 1)]);
    }),
  ),
);

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

/** The character of a name (a skin tone may follow it); null for names we don't know. @param {string} name */
export function emojiOf(name) {
  const [base, tone] = name.split("::skin-tone-");
  const found = known.get(base);
  return found ? found + (TONES[tone] ?? "") : null;
}

/** Names in which a few letters occur, those that begin with them first. @param {string} letters @param {number} most */
export function emojiLike(letters, most) {
  const names = [...known.keys()].filter((name) => name.includes(letters));
  names.sort((a, b) => Number(b.startsWith(letters)) - Number(a.startsWith(letters)));
  return names.slice(0, most);
}

/** A text in which :names: are characters. @param {string} text */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g, (whole, name) => emojiOf(name) ?? whole);
}

export const USUAL = [
  "+1",
  "white_check_mark",
  "eyes",
  "raised_hands",
  "heart",
  "tada",
  "joy",
  "pray",
  "thinking_face",
  "wave",
  "rocket",
  "ticket",
];
