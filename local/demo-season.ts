// The data of a small, believable season: who plays, who sells, what is agreed. `demo.ts` enters it through the API.

export type DemoParty = { key: string; login: string; email: string; name: string; locale: 'ru' | 'en' };

export const organizers: DemoParty[] = [
  { key: 'mayak', login: 'mayak', email: 'hello@mayak.example', name: 'Клуб «Маяк»', locale: 'ru' },
  { key: 'neva', login: 'neva-philharmonia', email: 'sale@neva.example', name: 'Филармония на Неве', locale: 'ru' },
  { key: 'noon', login: 'noon', email: 'team@noon.example', name: 'Лекторий «Полдень»', locale: 'en' },
];

/** What distributors say of themselves, by their key. */
export const profiles: Record<string, { about: string; audience: string; sites: string[] }> = {
  afisha: {
    about: 'Городская афиша: каждую пятницу советуем, куда пойти.',
    audience: 'Сорок тысяч подписчиков в Петербурге, большинству от 25 до 40 лет. Любят концерты и прогулки.',
    sites: ['https://afisha-nevy.example', 'https://t.me/afisha_nevy_example'],
  },
  podcast: {
    about: 'Говорим о кино с теми, кто его снимает.',
    audience: 'Двенадцать тысяч слушателей, студенты и киноманы.',
    sites: ['https://credits.example'],
  },
  sound: {
    about: 'A community of people who go to concerts together.',
    audience: 'Six thousand members, mostly foreigners who live in Moscow and St Petersburg.',
    sites: ['https://live-sound.example'],
  },
};

/** Open terms, by the event's title. */
export const openTerms: Record<string, { percent: number; from: number; beyond: number; message: string }> = {
  'Акустический вечер Ани Лис': {
    percent: 8,
    from: 51,
    beyond: 12,
    message: 'Берите и продавайте: афиша и фотографии по запросу.',
  },
};

export const distributors: DemoParty[] = [
  { key: 'afisha', login: 'afisha-nevy', email: 'ads@afisha-nevy.example', name: 'Афиша Невы', locale: 'ru' },
  {
    key: 'podcast',
    login: 'after-credits',
    email: 'anna@credits.example',
    name: 'Подкаст «После титров»',
    locale: 'ru',
  },
  { key: 'kassa', login: 'kassa7', email: 'kassa@kassa7.example', name: 'Касса № 7', locale: 'ru' },
  { key: 'sound', login: 'live-sound', email: 'hi@live-sound.example', name: 'Live Sound community', locale: 'en' },
];

type Place = { name: string; address: string; city: string };

export type DemoEvent = {
  organizer: string;
  title: string;
  description: string;
  english?: { title: string; description: string; programme?: string };
  programme?: string;
  tags: string[];
  language?: 'ru' | 'en';
  /** Days from today, then the hour in the event's own zone. */
  inDays: number;
  hour: number;
  hours: number;
  venue: Place & { english: Place };
  timeZone: string;
  ageRating: '0+' | '6+' | '12+' | '16+' | '18+';
  /** What the API takes for a ticket type, but the price, which is in rubles. */
  tickets: {
    name: string;
    rubles: number;
    capacity: number;
    description?: string;
    translations?: { en: { name: string; description?: string } };
  }[];
  state: 'draft' | 'published' | 'cancelled';
  /** As the API takes them. */
  questions?: DemoQuestion[];
};

type DemoQuestion = {
  id: string;
  kind: 'text' | 'choice';
  per: 'order' | 'ticket';
  label: string;
  options: string[];
  required: boolean;
  ticketTypeIds: string[];
  translations: { en: { label: string; options?: string[] } };
};

const optional = { required: false, ticketTypeIds: [] };

export const buyers = [
  'Мария Соколова',
  'Иван Петров',
  'Ольга Кузнецова',
  'Денис Орлов',
  'Анна Лебедева',
  'Павел Морозов',
  'Екатерина Волкова',
  'Sam Carter',
  'Юлия Новикова',
  'Артём Фёдоров',
  'Emma Stone-Ross',
  'Кирилл Зайцев',
];

/** Of the questions that are asked once an order, what one buyer in two says. */
export function demoReplies(asked: readonly Record<string, unknown>[], nth: number) {
  const said = ['Приду с мамой, ей удобнее у прохода', 'Можно с собакой?', 'Очень ждём!'];
  return asked
    .filter(({ per }) => per === 'order' && nth % 2 === 0)
    .map(({ id, options }) => {
      const choices: unknown[] = Array.isArray(options) && options.length > 0 ? options : said;
      return { questionId: id, text: choices[(nth / 2) % choices.length] };
    });
}

const mayak = {
  name: 'Клуб «Маяк»',
  address: 'наб. Обводного канала, 74',
  city: 'Санкт-Петербург',
  english: { name: 'Mayak Club', address: '74 Obvodny Canal Embankment', city: 'St Petersburg' },
};
const hall = {
  name: 'Большой зал',
  address: 'Михайловская ул., 2',
  city: 'Санкт-Петербург',
  english: { name: 'Grand Hall', address: '2 Mikhailovskaya Street', city: 'St Petersburg' },
};
const noon = {
  name: 'Лекторий «Полдень»',
  address: 'Покровский бульвар, 11',
  city: 'Москва',
  english: { name: 'Noon Lecture Hall', address: '11 Pokrovsky Boulevard', city: 'Moscow' },
};
const kazan = {
  name: 'Культурный центр «Волга»',
  address: 'ул. Баумана, 36',
  city: 'Казань',
  english: { name: 'Volga Culture Centre', address: '36 Bauman Street', city: 'Kazan' },
};

export const events: DemoEvent[] = [
  {
    organizer: 'mayak',
    title: 'Акустический вечер Ани Лис',
    hour: 20,
    hours: 2,
    inDays: 9,
    venue: mayak,
    ageRating: '12+',
    state: 'published',
    description: 'Гитара, голос и новые песни с альбома «Тихая вода». После концерта — автографы и чай.',
    english: {
      title: 'Anya Lis, an acoustic evening',
      description: 'Guitar, voice and the songs of her new album. Tea and autographs afterwards.',
      programme: '19:00 Doors and tea\n20:00 First part\n20:50 Interval\n21:10 New songs',
    },
    tags: ['концерт'],
    programme: '19:00 Двери и чай\n20:00 Первое отделение\n20:50 Перерыв\n21:10 Новые песни',
    timeZone: 'Europe/Moscow',
    questions: [
      {
        ...{ ...optional, id: 'heard', kind: 'choice', per: 'order', label: 'Откуда вы узнали о концерте?' },
        options: ['От друзей', 'Из афиши', 'Из социальных сетей'],
        translations: {
          en: {
            label: 'How did you hear of the concert?',
            options: ['From friends', 'From a poster', 'From social media'],
          },
        },
      },
      {
        ...{ ...optional, id: 'wishes', kind: 'text', per: 'order', label: 'Что нам стоит знать о вас?' },
        options: [],
        translations: { en: { label: 'Anything we should know?' } },
      },
    ],
    tickets: [
      {
        name: 'Танцпол',
        rubles: 1500,
        capacity: 180,
        description: 'Стоячие места у самой сцены, вход с 19:00.',
        translations: { en: { name: 'Standing', description: 'Standing room right by the stage, doors at 19:00.' } },
      },
      {
        name: 'Столик у сцены',
        rubles: 3200,
        capacity: 24,
        description: 'Место за столиком на четверых. Чай и сладкое уже в цене.',
        translations: {
          en: { name: 'Table by the stage', description: 'A seat at a table for four. Tea and sweets are included.' },
        },
      },
    ],
  },
  {
    organizer: 'mayak',
    title: 'Джаз на крыше: квартет Орлова',
    hour: 19,
    hours: 3,
    inDays: 16,
    venue: mayak,
    ageRating: '6+',
    state: 'published',
    description: 'Стандарты и собственная музыка квартета под открытым небом. При дожде играем в зале.',
    english: {
      title: 'Jazz on the roof: the Orlov quartet',
      description: 'Standards and their own music under the sky. If it rains we play inside.',
    },
    tags: ['концерт', 'джаз'],
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'Входной', rubles: 1999, capacity: 120, translations: { en: { name: 'Entry' } } },
      { name: 'Первый ряд', rubles: 3500, capacity: 20, translations: { en: { name: 'Front row' } } },
    ],
  },
  {
    organizer: 'mayak',
    title: 'Стендап: открытый микрофон',
    hour: 20,
    hours: 2,
    inDays: 4,
    venue: mayak,
    ageRating: '18+',
    state: 'published',
    description: 'Двенадцать комиков, по пять минут каждому. Вход свободный, но место нужно занять заранее.',
    tags: ['стендап'],
    english: {
      title: 'Stand-up: open mic',
      description: 'Twelve comedians, five minutes each, in Russian. Entry is free, but take a seat in advance.',
    },
    timeZone: 'Europe/Moscow',
    tickets: [{ name: 'Место в зале', rubles: 0, capacity: 80, translations: { en: { name: 'Seat' } } }],
  },
  {
    organizer: 'mayak',
    title: 'Ночь электроники',
    hour: 23,
    hours: 7,
    inDays: 23,
    venue: mayak,
    ageRating: '18+',
    state: 'published',
    description:
      'Четыре диджея, два танцпола, до утра. Билет действует всю ночь, выход и повторный вход — по браслету.',
    english: { title: 'Electronic night', description: 'Four DJs, two floors, till the morning.' },
    tags: ['вечеринка'],
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'До полуночи', rubles: 1200, capacity: 150, translations: { en: { name: 'Before midnight' } } },
      {
        name: 'На всю ночь',
        rubles: 1800,
        capacity: 250,
        description: 'Вход в любое время до утра, один напиток у бара в подарок.',
        translations: { en: { name: 'All night', description: 'Come any time till the morning, one drink on us.' } },
      },
    ],
  },
  {
    organizer: 'mayak',
    title: 'Фолк-вечер «Северный ветер»',
    hour: 19,
    hours: 2,
    inDays: 12,
    venue: mayak,
    ageRating: '6+',
    state: 'cancelled',
    description: 'Гусли, колёсная лира и песни Русского Севера.',
    tags: ['концерт'],
    english: { title: 'Folk evening “North Wind”', description: 'Gusli, hurdy-gurdy and songs of the Russian North.' },
    timeZone: 'Europe/Moscow',
    tickets: [{ name: 'Входной', rubles: 900, capacity: 100, translations: { en: { name: 'Entry' } } }],
  },
  {
    organizer: 'neva',
    title: 'Рахманинов. Второй концерт',
    hour: 19,
    hours: 2,
    inDays: 18,
    venue: hall,
    ageRating: '6+',
    state: 'published',
    description:
      'Второй концерт для фортепиано с оркестром и «Симфонические танцы». Солист — лауреат конкурса Чайковского.',
    english: {
      title: 'Rachmaninoff: the Second Concerto',
      description: 'The Second Piano Concerto and the Symphonic Dances.',
      programme: '19:00 Piano Concerto No. 2\n19:40 Interval\n20:00 Symphonic Dances',
    },
    tags: ['концерт', 'классика'],
    programme: '19:00 Концерт № 2 для фортепиано с оркестром\n19:40 Антракт\n20:00 «Симфонические танцы»',
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'Партер', rubles: 4200, capacity: 200, translations: { en: { name: 'Stalls' } } },
      { name: 'Балкон', rubles: 1800, capacity: 160, translations: { en: { name: 'Balcony' } } },
      { name: 'Хоры', rubles: 700, capacity: 60, translations: { en: { name: 'Choir gallery' } } },
    ],
  },
  {
    organizer: 'neva',
    title: 'Карнавал животных: концерт для детей',
    hour: 12,
    hours: 1,
    inDays: 10,
    venue: hall,
    ageRating: '0+',
    state: 'published',
    description: 'Сен-Санс с рассказчиком и песочной анимацией. Детям до трёх лет билет не нужен.',
    english: {
      title: 'The Carnival of the Animals, for children',
      description: 'Saint-Saëns with a narrator and sand animation.',
    },
    tags: ['концерт', 'классика', 'детям'],
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'Взрослый', rubles: 1500, capacity: 120, translations: { en: { name: 'Adult' } } },
      { name: 'Детский', rubles: 800, capacity: 120, translations: { en: { name: 'Child' } } },
    ],
  },
  {
    organizer: 'neva',
    title: 'Бах при свечах: органный вечер',
    hour: 20,
    hours: 2,
    inDays: 27,
    venue: hall,
    ageRating: '12+',
    state: 'published',
    description: 'Токката и фуга ре минор, хоральные прелюдии и тысяча свечей.',
    english: {
      title: 'Bach by candlelight',
      description: 'Toccata and Fugue in D minor, chorale preludes and a thousand candles.',
    },
    tags: ['концерт', 'классика'],
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'Партер', rubles: 2900, capacity: 220, translations: { en: { name: 'Stalls' } } },
      { name: 'Балкон', rubles: 1400, capacity: 140, translations: { en: { name: 'Balcony' } } },
    ],
  },
  {
    organizer: 'neva',
    title: 'Новогодний гала-концерт',
    hour: 18,
    hours: 3,
    inDays: 38,
    venue: hall,
    ageRating: '6+',
    state: 'published',
    description: 'Вальсы, польки и сюрпризы оркестра в последний вечер года.',
    english: { title: 'New Year gala', description: 'Waltzes, polkas and surprises on the last evening of the year.' },
    tags: ['концерт', 'классика'],
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'Партер', rubles: 6500, capacity: 200, translations: { en: { name: 'Stalls' } } },
      { name: 'Ложа', rubles: 9000, capacity: 30, translations: { en: { name: 'Box' } } },
      { name: 'Балкон', rubles: 3200, capacity: 160, translations: { en: { name: 'Balcony' } } },
    ],
  },
  {
    organizer: 'noon',
    title: 'Как читать город: лекция об архитектуре',
    hour: 19,
    hours: 2,
    inDays: 6,
    venue: noon,
    ageRating: '12+',
    state: 'published',
    description: 'Историк архитектуры показывает, о чём молчат фасады, и учит смотреть вверх.',
    tags: ['лекция'],
    english: {
      title: 'How to read a city: a talk on architecture',
      description: 'A historian of architecture shows what façades keep silent about, and teaches to look up.',
    },
    timeZone: 'Europe/Moscow',
    tickets: [{ name: 'Очно', rubles: 950, capacity: 90, translations: { en: { name: 'In the hall' } } }],
  },
  {
    organizer: 'noon',
    title: 'Science Slam',
    language: 'en',
    hour: 19,
    hours: 3,
    inDays: 21,
    venue: kazan,
    ageRating: '16+',
    state: 'published',
    description: 'Six young scientists, ten minutes each, no slides with formulas. The audience picks the winner.',
    tags: ['лекция'],
    timeZone: 'Europe/Moscow',
    tickets: [
      { name: 'Seat', rubles: 600, capacity: 300 },
      {
        name: 'Student',
        rubles: 300,
        capacity: 100,
        description: 'Please bring your student card: we ask at the door.',
      },
    ],
  },
  {
    organizer: 'noon',
    title: 'Музыка в кино: разбор саундтреков',
    hour: 19,
    hours: 2,
    inDays: 14,
    venue: noon,
    ageRating: '12+',
    state: 'published',
    description: 'Композитор разбирает партитуры пяти фильмов за роялем.',
    english: { title: 'Music in film', description: 'A composer takes five film scores apart at the piano.' },
    tags: ['лекция', 'кино'],
    timeZone: 'Europe/Moscow',
    tickets: [{ name: 'Очно', rubles: 1100, capacity: 90, translations: { en: { name: 'In the hall' } } }],
  },
  {
    organizer: 'noon',
    title: 'Чайная церемония: мастер-класс',
    hour: 15,
    hours: 2,
    inDays: 30,
    venue: noon,
    ageRating: '6+',
    state: 'published',
    description: 'Двенадцать мест, шесть чаёв и много тишины.',
    tags: ['мастер-класс'],
    english: { title: 'Tea ceremony: a workshop', description: 'Twelve seats, six teas and a lot of silence.' },
    timeZone: 'Europe/Moscow',
    tickets: [{ name: 'Место', rubles: 2500, capacity: 12, translations: { en: { name: 'Seat' } } }],
  },
  {
    organizer: 'noon',
    title: 'Весенний книжный фестиваль',
    hour: 11,
    hours: 9,
    inDays: 120,
    venue: kazan,
    ageRating: '0+',
    state: 'draft',
    description: 'Программа ещё составляется.',
    tags: ['фестиваль'],
    english: { title: 'Spring book festival', description: 'The programme is still being made.' },
    timeZone: 'Europe/Moscow',
    tickets: [{ name: 'Билет на день', rubles: 400, capacity: 800, translations: { en: { name: 'Day ticket' } } }],
  },
];

export type DemoDeal = {
  event: string;
  distributor: string;
  by: 'organizer' | 'distributor';
  percent: number;
  serviceFee?: number;
  allotment?: { kind: 'cap'; quantity: number };
  message: string;
  ends: 'PENDING' | 'COUNTERED' | 'ACCEPTED' | 'REJECTED' | 'WITHDRAWN' | 'TERMINATED' | 'EXPIRED';
};

export const deals: DemoDeal[] = [
  {
    event: 'Акустический вечер Ани Лис',
    distributor: 'afisha',
    by: 'distributor',
    percent: 12,
    message: 'Поставим на главную и в пятничную рассылку.',
    ends: 'ACCEPTED',
  },
  {
    event: 'Акустический вечер Ани Лис',
    distributor: 'sound',
    by: 'distributor',
    percent: 10,
    message: 'Our 4,000 members love her.',
    ends: 'ACCEPTED',
  },
  {
    event: 'Акустический вечер Ани Лис',
    distributor: 'podcast',
    by: 'distributor',
    percent: 30,
    message: 'Готова рассказать в выпуске.',
    ends: 'REJECTED',
  },
  {
    event: 'Джаз на крыше: квартет Орлова',
    distributor: 'kassa',
    by: 'distributor',
    percent: 13.33,
    serviceFee: 100,
    message: 'Продаём в трёх кассах у метро.',
    ends: 'ACCEPTED',
  },
  {
    event: 'Джаз на крыше: квартет Орлова',
    distributor: 'afisha',
    by: 'organizer',
    percent: 10,
    message: 'Хотим быть в вашей подборке «Куда сходить».',
    ends: 'PENDING',
  },
  {
    event: 'Ночь электроники',
    distributor: 'sound',
    by: 'distributor',
    percent: 15,
    allotment: { kind: 'cap', quantity: 100 },
    message: 'Reserve a hundred for us?',
    ends: 'COUNTERED',
  },
  {
    event: 'Рахманинов. Второй концерт',
    distributor: 'afisha',
    by: 'organizer',
    percent: 8,
    message: 'Нужна ваша аудитория до тридцати.',
    ends: 'ACCEPTED',
  },
  {
    event: 'Рахманинов. Второй концерт',
    distributor: 'kassa',
    by: 'distributor',
    percent: 9,
    message: 'Как в прошлом сезоне.',
    ends: 'TERMINATED',
  },
  {
    event: 'Новогодний гала-концерт',
    distributor: 'kassa',
    by: 'distributor',
    percent: 7,
    serviceFee: 150,
    message: 'Начнём за месяц.',
    ends: 'PENDING',
  },
  {
    event: 'Бах при свечах: органный вечер',
    distributor: 'podcast',
    by: 'distributor',
    percent: 15,
    message: 'Выпуск об органной музыке выйдет за неделю.',
    ends: 'WITHDRAWN',
  },
  {
    event: 'Science Slam',
    distributor: 'podcast',
    by: 'distributor',
    percent: 20,
    message: 'Есть рубрика о науке.',
    ends: 'EXPIRED',
  },
  {
    event: 'Музыка в кино: разбор саундтреков',
    distributor: 'podcast',
    by: 'distributor',
    percent: 18,
    message: 'Это ровно наша тема!',
    ends: 'ACCEPTED',
  },
];

/** Where the tickets of the demo are bought, and how often they are looked at there for each purchase. */
export const placesOfSales = [
  { source: { surface: 'link', subId: 'telegram' }, views: 17 },
  { source: { surface: 'embed', subId: 'афиша-на-сайте' }, views: 42 },
  { source: { surface: 'link', subId: 'рассылка' }, views: 9 },
] as const;
