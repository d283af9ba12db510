<?php

declare(strict_types=1);

use GuzzleHttp\Client;
use KeyClient\Api\AuthApi;
use KeyClient\Api\SampleApi;
use KeyClient\ApiException;
use KeyClient\Configuration;
use KeyClient\Model\KeyCreation;
use KeyClient\Model\KeyRotation;
use KeyClient\Model\KeySort;
use KeyClient\Model\KeyStatus;
use KeyClient\Model\Problem;
use KeyClient\Model\UsageInterval;

// Debian's packages of libraries bring this in place of Composer's.
require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class) use ($argv): void {
    require $argv[1] . '/' . str_replace(['KeyClient\\', '\\'], ['', '/'], $class) . '.php';
});

const GREETING = 'This is a secure endpoint';
$host = getenv('BASE_URL');
$secretKey = getenv('SECRET_KEY');

function step(string $name): void
{
    echo "step: $name\n";
}

function expect(mixed $found, mixed $wanted): void
{
    if ($found !== $wanted) {
        throw new LogicException(var_export($found, true) . ' instead of ' . var_export($wanted, true));
    }
}

function refusal(callable $call, int $status, string $code): Problem
{
    try {
        $call();
    } catch (ApiException $refused) {
        $problem = $refused->getResponseObject();
        expect([$refused->getCode(), $problem->getStatus(), $problem->getCode()], [$status, $status, $code]);
        return $problem;
    }
    throw new LogicException("not refused with $code");
}

function administration(string $host, string $secret): AuthApi
{
    return new AuthApi(null, (new Configuration())->setHost($host)->setApiKey('secret-key', $secret));
}

/** A call with what Guzzle adds to it. */
$use = fn (array $options): string =>
    (new SampleApi(new Client($options), (new Configuration())->setHost($host)))->getSecure()->getMessage();
$useByHeader = fn (string $key): string => $use(['headers' => ['api-key' => $key]]);

refusal(fn () => administration($host, 'wrong')->listKeys(), 403, 'invalid_secret');
step('wrong secret');

// docs:start
$configuration = (new Configuration())->setHost($host)->setApiKey('secret-key', $secretKey);
$keys = new AuthApi(null, $configuration);
$created = $keys->createKey(new KeyCreation(['name' => 'reporting job', 'scopes' => ['reports:read']]));

$withKey = new Client(['headers' => ['api-key' => $created->getKey()]]);
$job = new SampleApi($withKey, (new Configuration())->setHost($host));
$answer = $job->getSecure();
// docs:end
$key = $created->getKey();
expect(str_starts_with($key, $created->getStart() . '_'), true);
expect([$created->getName(), $created->getScopes()], ['reporting job', ['reports:read']]);
step('create');
expect($answer->getMessage(), GREETING);
step('use by header');

expect($use(['query' => ['api-key' => $key]]), GREETING);
step('use by query');
// What this client does with a key where either place would do.
$both = new SampleApi(null, (new Configuration())->setHost($host)->setApiKey('api-key', $key));
expect($both->getSecure()->getMessage(), GREETING);
step('use by both');
refusal(fn () => $useByHeader('made-up'), 403, 'invalid_api_key');
step('refused');

$invalid = refusal(fn () => $keys->createKey(new KeyCreation(['scopes' => ['two words']])), 422, 'invalid_request');
expect($invalid->getErrors()[0]->getPointer(), '/body/scopes/0');
step('invalid');

$made = [$created->getId()];
foreach (range(1, 4) as $number) {
    $made[] = $keys->createKey(new KeyCreation(['name' => "job $number"]))->getId();
}
[$listed, $sizes, $cursor] = [[], [], null];
do {
    $page = $keys->listKeys(limit: 2, cursor: $cursor, sort: KeySort::NAME_ASCENDING);
    $sizes[] = count($page->getKeys());
    foreach ($page->getKeys() as $one) {
        $listed[] = $one->getId();
    }
    $cursor = $page->getNextCursor();
} while ($cursor !== null);
sort($made);
sort($listed);
expect($sizes, [2, 2, 1]);
expect($listed, $made);
step('list');

$rotated = $keys->rotateKey($created->getId(), new KeyRotation(['overlap_seconds' => 0]));
expect($rotated->getId(), $created->getId());
refusal(fn () => $useByHeader($key), 403, 'invalid_api_key');
expect($useByHeader($rotated->getKey()), GREETING);
step('rotate');

expect($keys->revokeKey($created->getId())->getStatus(), KeyStatus::REVOKED);
refusal(fn () => $useByHeader($rotated->getKey()), 403, 'invalid_api_key');
step('revoke');

$usage = $keys->getKeyUsage($created->getId(), interval: UsageInterval::DAY);
expect(array_sum(array_map(fn ($point) => $point->getQueries(), $usage->getPoints())), 4);
step('usage');
