import { expect, test } from 'vitest'
import { publicCard, type Told } from '../../src/duty/publicCard'

const told: Told = {
  kind: 'official',
  name: '李敏',
  name_en: 'Li Min',
  post: '社区工作者',
  phone: '000-1',
  mobile: '000-2',
  reception_hours: '周一',
  photo: { small: '/s.jpg', large: '/l.jpg' },
  published: ['name', 'phone'],
  opted_in: false,
}
const duty = { role: 'member' as const, specialty: null, duties: null, tint: 2 }

test('only what is published is on the card', () => {
  expect(publicCard(told, duty)).toMatchObject({
    name: { zh: '李敏', en: 'Li Min' },
    initial: '李',
    phone: '000-1',
    mobile: null,
    post: null,
    photo: null,
    hours: null,
  })
  expect(publicCard({ ...told, published: ['mobile'] }, duty)).toMatchObject({
    name: null,
    initial: null,
    mobile: '000-2',
  })
})

test('nothing of a private person without consent, and of a quiet role not even that there is somebody', () => {
  const somebody = { ...told, kind: 'private' as const }
  expect(publicCard(somebody, duty)).toMatchObject({ name: null, phone: null })
  expect(publicCard(somebody, { ...duty, role: 'specialist' })).toBeNull()
  expect(publicCard({ ...somebody, opted_in: true }, { ...duty, role: 'specialist' })).toMatchObject({
    phone: '000-1',
  })
})
