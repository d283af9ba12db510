# frozen_string_literal: true

require 'key_client'

HOST = ENV.fetch('BASE_URL')
SECRET_KEY = ENV.fetch('SECRET_KEY')
GREETING = 'This is a secure endpoint'

def step(name)
  puts "step: #{name}"
  $stdout.flush
end

def expect(found, wanted)
  raise "#{found.inspect} instead of #{wanted.inspect}" unless found == wanted
end

def client(credentials)
  KeyClient::ApiClient.new(KeyClient::Configuration.new do |config|
    config.scheme, config.host = HOST.split('://')
    config.api_key = credentials
  end)
end

def refused(status)
  yield
rescue KeyClient::ApiError => e
  expect(e.code, status)
  KeyClient::Problem.build_from_hash(JSON.parse(e.response_body, symbolize_names: true))
else
  raise "not refused with #{status}"
end

# The key is sent as these schemes say: in both places where either would do.
def use(key, *schemes)
  KeyClient::SampleApi.new(client('api-key' => key)).get_secure(debug_auth_names: schemes).message
end

stranger = KeyClient::AuthApi.new(client('secret-key' => 'wrong'))
expect(refused(403) { stranger.list_keys }.code, 'invalid_secret')
step('wrong secret')

# docs:start
configuration = KeyClient::Configuration.new do |config|
  config.scheme, config.host = HOST.split('://')
  config.api_key = { 'secret-key' => SECRET_KEY }
end
keys = KeyClient::AuthApi.new(KeyClient::ApiClient.new(configuration))
created = keys.create_key(KeyClient::KeyCreation.new(name: 'reporting job', scopes: ['reports:read']))

configuration.api_key['api-key'] = created.key
job = KeyClient::SampleApi.new(KeyClient::ApiClient.new(configuration))
answer = job.get_secure(debug_auth_names: ['ApiKeyHeader'])
# docs:end
expect(created.key.start_with?("#{created.start}_"), true)
expect([created.name, created.scopes, created.status], ['reporting job', ['reports:read'], KeyClient::KeyStatus::ACTIVE])
step('create')
expect(answer.message, GREETING)
step('use by header')

expect(use(created.key, 'ApiKeyQuery'), GREETING)
step('use by query')
expect(use(created.key, 'ApiKeyHeader', 'ApiKeyQuery'), GREETING)
step('use by both')
expect(refused(403) { use('made-up', 'ApiKeyHeader') }.code, 'invalid_api_key')
step('refused')

invalid = refused(422) { keys.create_key(KeyClient::KeyCreation.new(scopes: ['two words'])) }
expect([invalid.code, invalid.errors.first.pointer], ['invalid_request', '/body/scopes/0'])
step('invalid')

made = [created.id] + (1..4).map { |number| keys.create_key(KeyClient::KeyCreation.new(name: "job #{number}")).id }
order = { limit: 2, sort: KeyClient::KeySort::NAME_ASCENDING }
pages = [keys.list_keys(order)]
pages << keys.list_keys(order.merge(cursor: pages.last.next_cursor)) while pages.last.next_cursor
expect(pages.map { |page| page.keys.size }, [2, 2, 1])
expect(pages.flat_map(&:keys).map(&:id).sort, made.sort)
step('list')

rotated = keys.rotate_key(created.id, key_rotation: KeyClient::KeyRotation.new(overlap_seconds: 0))
expect(rotated.id, created.id)
expect(refused(403) { use(created.key, 'ApiKeyHeader') }.code, 'invalid_api_key')
expect(use(rotated.key, 'ApiKeyHeader'), GREETING)
step('rotate')

expect(keys.revoke_key(created.id).status, KeyClient::KeyStatus::REVOKED)
expect(refused(403) { use(rotated.key, 'ApiKeyHeader') }.code, 'invalid_api_key')
step('revoke')

usage = keys.get_key_usage(created.id, interval: KeyClient::UsageInterval::DAY)
expect(usage.points.sum(&:queries), 4)
step('usage')
