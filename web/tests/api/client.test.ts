import { expect, test } from 'vitest'
import { errorFrom } from '../../src/api/client'

test('a refusal keeps its code, words, parameters and an id to quote', () => {
  const error = errorFrom(422, {
    type: 'urn:geo-grid:problem:crs_missing',
    title: '不可用',
    status: 422,
    detail: '文件没有注明坐标系',
    code: 'crs_missing',
    params: { file: 'a.shp' },
    instance: 'urn:geo-grid:request:5f3c',
  })
  expect(error).toMatchObject({ status: 422, code: 'crs_missing', detail: '文件没有注明坐标系', id: '5f3c' })
  expect(error.params).toEqual({ file: 'a.shp' })
})

test('an answer that is no problem document still is an error with its status', () => {
  expect(errorFrom(502, null)).toMatchObject({ status: 502, code: 'http_502', id: '' })
  expect(errorFrom(500, '<html>')).toMatchObject({ code: 'http_500' })
})
