import { expect, test } from 'vitest'
import { followAddress, secretIn } from '../../src/report/followAddress'
import { stepsOf } from '../../src/report/steps'

test('the secret stands where no server is told of it', () => {
  const address = new URL(followAddress('https://grid.example', '20261122-000001', 'k7qx-2mvd'))
  expect(address.pathname + address.search).toBe('/report/20261122-000001')
  expect(secretIn(address.hash)).toBe('k7qx-2mvd')
  expect(secretIn('')).toBe('')
  expect(secretIn('#%')).toBe('')
})

test('the line shows what is done, what is going on, and what comes', () => {
  expect(stepsOf('handling').map(({ look }) => look)).toEqual(['done', 'done', 'now', 'next', 'next'])
  expect(stepsOf('closed').map(({ look }) => look)).toEqual(['done', 'done', 'done', 'done', 'ended'])
  expect(stepsOf('reported')[0]).toEqual({ name: 'reported', look: 'now' })
})

test('what ended early ends the line with how', () => {
  expect(stepsOf('declined').map(({ name }) => name)).toEqual(['reported', 'declined'])
  expect(stepsOf('suspended').map(({ name }) => name)).toContain('suspended')
})
