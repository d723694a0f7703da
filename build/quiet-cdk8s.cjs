#!/usr/bin/env node
// Turns off the check for upgrades of the cdk8s CLI: it calls the npm registry at every run, and without network it
// prints a stack trace. Only an option or this variable turns it off. Source: cdk8s-cli, lib/cli/index.js.
process.env.CDK8S_CHECK_UPGRADE ??= 'false';
require('../node_modules/cdk8s-cli/bin/cdk8s');
