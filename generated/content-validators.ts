// Generated from openapi.yaml by `npm run generate`. Do not edit.
// @ts-nocheck: stand-alone code that Ajv wrote
import imported0 from 'ajv/dist/runtime/ucs2length.js'
import * as imported1 from '../src/http/formats.js'
import imported2 from 'ajv/dist/runtime/equal.js'
"use strict";
export const ApiKey = validate10;
const schema11 = {"type":"string","pattern":"^[0-9A-Za-z_]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$","maxLength":80};
const func2 = imported0.default;
const pattern0 = new RegExp("^[0-9A-Za-z_]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(typeof data === "string"){
if(func2(data) > 80){
validate10.errors = [{instancePath,schemaPath:"#/maxLength",keyword:"maxLength",params:{limit: 80},message:"must NOT have more than 80 characters"}];
return false;
}
else {
if(!pattern0.test(data)){
validate10.errors = [{instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z_]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$"},message:"must match pattern \""+"^[0-9A-Za-z_]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$"+"\""}];
return false;
}
}
}
else {
validate10.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
validate10.errors = vErrors;
return errors === 0;
}

export const Problem = validate11;
const schema12 = {"type":"object","additionalProperties":false,"required":["type","title","status","detail","code"],"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer","minimum":400,"maximum":599},"detail":{"type":"string"},"code":{"type":"string","pattern":"^[a-z_]+$"},"errors":{"type":"array","items":{"$ref":"ProblemDetail"}}}};
const schema13 = {"type":"object","additionalProperties":false,"required":["pointer","detail"],"properties":{"pointer":{"type":"string"},"detail":{"type":"string"}}};
const pattern1 = new RegExp("^[a-z_]+$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.type === undefined) && (missing0 = "type")) || ((data.title === undefined) && (missing0 = "title"))) || ((data.status === undefined) && (missing0 = "status"))) || ((data.detail === undefined) && (missing0 = "detail"))) || ((data.code === undefined) && (missing0 = "code"))){
validate11.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "type") || (key0 === "title")) || (key0 === "status")) || (key0 === "detail")) || (key0 === "code")) || (key0 === "errors"))){
validate11.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.type !== undefined){
const _errs2 = errors;
if(typeof data.type !== "string"){
validate11.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.title !== undefined){
const _errs4 = errors;
if(typeof data.title !== "string"){
validate11.errors = [{instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data2 = data.status;
const _errs6 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate11.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs6){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 599 || isNaN(data2)){
validate11.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},message:"must be <= 599"}];
return false;
}
else {
if(data2 < 400 || isNaN(data2)){
validate11.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 400},message:"must be >= 400"}];
return false;
}
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.detail !== undefined){
const _errs8 = errors;
if(typeof data.detail !== "string"){
validate11.errors = [{instancePath:instancePath+"/detail",schemaPath:"#/properties/detail/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.code !== undefined){
let data4 = data.code;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
validate11.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/pattern",keyword:"pattern",params:{pattern: "^[a-z_]+$"},message:"must match pattern \""+"^[a-z_]+$"+"\""}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/code",schemaPath:"#/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.errors !== undefined){
let data5 = data.errors;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data5)){
var valid1 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
const _errs14 = errors;
const _errs15 = errors;
if(errors === _errs15){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((data6.pointer === undefined) && (missing1 = "pointer")) || ((data6.detail === undefined) && (missing1 = "detail"))){
validate11.errors = [{instancePath:instancePath+"/errors/" + i0,schemaPath:"ProblemDetail/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs17 = errors;
for(const key1 in data6){
if(!((key1 === "pointer") || (key1 === "detail"))){
validate11.errors = [{instancePath:instancePath+"/errors/" + i0,schemaPath:"ProblemDetail/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs17 === errors){
if(data6.pointer !== undefined){
const _errs18 = errors;
if(typeof data6.pointer !== "string"){
validate11.errors = [{instancePath:instancePath+"/errors/" + i0+"/pointer",schemaPath:"ProblemDetail/properties/pointer/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs18 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data6.detail !== undefined){
const _errs20 = errors;
if(typeof data6.detail !== "string"){
validate11.errors = [{instancePath:instancePath+"/errors/" + i0+"/detail",schemaPath:"ProblemDetail/properties/detail/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs20 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate11.errors = [{instancePath:instancePath+"/errors/" + i0,schemaPath:"ProblemDetail/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs14 === errors;
if(!valid1){
break;
}
}
}
else {
validate11.errors = [{instancePath:instancePath+"/errors",schemaPath:"#/properties/errors/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate11.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate11.errors = vErrors;
return errors === 0;
}

export const RenewalMessage = validate12;
const schema14 = {"type":"string"};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
validate12.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate12.errors = vErrors;
return errors === 0;
}

export const UsageLogs = validate13;
const schema15 = {"type":"object","additionalProperties":false,"required":["logs"],"properties":{"logs":{"type":"array","items":{"$ref":"UsageLog"}},"next_cursor":{"$ref":"NextCursor"}}};
const schema16 = {"type":"object","additionalProperties":false,"required":["api_key","is_active","never_expire","expiration_date","total_queries"],"properties":{"api_key":{"type":"string"},"name":{"type":"string"},"is_active":{"type":"boolean"},"never_expire":{"type":"boolean"},"expiration_date":{"type":"string","format":"date-time"},"latest_query_date":{"type":"string","format":"date-time"},"total_queries":{"type":"integer","format":"int64","minimum":0}}};
const schema17 = {"type":"string"};
const formats0 = imported1.formats["date-time"];

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.logs === undefined) && (missing0 = "logs")){
validate13.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "logs") || (key0 === "next_cursor"))){
validate13.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.logs !== undefined){
let data0 = data.logs;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if((((((data1.api_key === undefined) && (missing1 = "api_key")) || ((data1.is_active === undefined) && (missing1 = "is_active"))) || ((data1.never_expire === undefined) && (missing1 = "never_expire"))) || ((data1.expiration_date === undefined) && (missing1 = "expiration_date"))) || ((data1.total_queries === undefined) && (missing1 = "total_queries"))){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0,schemaPath:"UsageLog/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs7 = errors;
for(const key1 in data1){
if(!(((((((key1 === "api_key") || (key1 === "name")) || (key1 === "is_active")) || (key1 === "never_expire")) || (key1 === "expiration_date")) || (key1 === "latest_query_date")) || (key1 === "total_queries"))){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0,schemaPath:"UsageLog/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs7 === errors){
if(data1.api_key !== undefined){
const _errs8 = errors;
if(typeof data1.api_key !== "string"){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/api_key",schemaPath:"UsageLog/properties/api_key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs8 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.name !== undefined){
const _errs10 = errors;
if(typeof data1.name !== "string"){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/name",schemaPath:"UsageLog/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs10 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.is_active !== undefined){
const _errs12 = errors;
if(typeof data1.is_active !== "boolean"){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/is_active",schemaPath:"UsageLog/properties/is_active/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid3 = _errs12 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.never_expire !== undefined){
const _errs14 = errors;
if(typeof data1.never_expire !== "boolean"){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/never_expire",schemaPath:"UsageLog/properties/never_expire/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid3 = _errs14 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.expiration_date !== undefined){
let data6 = data1.expiration_date;
const _errs16 = errors;
if(errors === _errs16){
if(errors === _errs16){
if(typeof data6 === "string"){
if(!(formats0(data6))){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/expiration_date",schemaPath:"UsageLog/properties/expiration_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/expiration_date",schemaPath:"UsageLog/properties/expiration_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid3 = _errs16 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.latest_query_date !== undefined){
let data7 = data1.latest_query_date;
const _errs18 = errors;
if(errors === _errs18){
if(errors === _errs18){
if(typeof data7 === "string"){
if(!(formats0(data7))){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/latest_query_date",schemaPath:"UsageLog/properties/latest_query_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/latest_query_date",schemaPath:"UsageLog/properties/latest_query_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid3 = _errs18 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data1.total_queries !== undefined){
let data8 = data1.total_queries;
const _errs20 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/total_queries",schemaPath:"UsageLog/properties/total_queries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs20){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate13.errors = [{instancePath:instancePath+"/logs/" + i0+"/total_queries",schemaPath:"UsageLog/properties/total_queries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid3 = _errs20 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/logs/" + i0,schemaPath:"UsageLog/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate13.errors = [{instancePath:instancePath+"/logs",schemaPath:"#/properties/logs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next_cursor !== undefined){
const _errs22 = errors;
if(typeof data.next_cursor !== "string"){
validate13.errors = [{instancePath:instancePath+"/next_cursor",schemaPath:"NextCursor/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate13.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate13.errors = vErrors;
return errors === 0;
}

export const KeyPage = validate14;
const schema18 = {"type":"object","additionalProperties":false,"required":["keys"],"properties":{"keys":{"type":"array","items":{"$ref":"Key"}},"next_cursor":{"$ref":"NextCursor"}}};
const schema19 = {"type":"object","additionalProperties":false,"required":["id","start","scopes","metadata","status","is_active","never_expire","created_date","total_queries"],"properties":{"id":{"$ref":"KeyId"},"start":{"$ref":"KeyStart"},"name":{"$ref":"KeyName"},"scopes":{"$ref":"Scopes"},"metadata":{"$ref":"Metadata"},"status":{"$ref":"KeyStatus"},"is_active":{"type":"boolean"},"never_expire":{"type":"boolean"},"expiration_date":{"type":"string","format":"date-time"},"created_date":{"type":"string","format":"date-time"},"revoked_date":{"type":"string","format":"date-time"},"latest_query_date":{"type":"string","format":"date-time"},"total_queries":{"type":"integer","format":"int64","minimum":0}}};
const schema20 = {"type":"string","pattern":"^[0-9A-Za-z]{1,32}$"};
const schema21 = {"type":"string"};
const schema22 = {"type":"string","maxLength":200,"pattern":"^[^\\x00-\\x1F\\x7F]*$","format":"no-control-characters"};
const schema25 = {"type":"object","maxProperties":64,"additionalProperties":{"type":"string","maxLength":500,"pattern":"^[^\\x00-\\x1F\\x7F]*$","format":"no-control-characters"}};
const schema26 = {"type":"string","enum":["active","revoked","expired"]};
const func3 = Object.prototype.hasOwnProperty;
const pattern2 = new RegExp("^[0-9A-Za-z]{1,32}$", "u");
const pattern3 = new RegExp("^[^\\x00-\\x1F\\x7F]*$", "u");
const formats4 = imported1.formats["no-control-characters"];
const schema23 = {"type":"array","maxItems":100,"uniqueItems":true,"items":{"$ref":"Scope"}};
const schema24 = {"type":"string","maxLength":100,"pattern":"^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$"};
const func0 = imported2.default;
const pattern4 = new RegExp("^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$", "u");

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
if(data.length > 100){
validate16.errors = [{instancePath,schemaPath:"#/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items"}];
return false;
}
else {
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(func2(data0) > 100){
validate16.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"Scope/maxLength",keyword:"maxLength",params:{limit: 100},message:"must NOT have more than 100 characters"}];
return false;
}
else {
if(!pattern4.test(data0)){
validate16.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"Scope/pattern",keyword:"pattern",params:{pattern: "^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$"},message:"must match pattern \""+"^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$"+"\""}];
return false;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"Scope/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
if(valid0){
let i1 = data.length;
let j0;
if(i1 > 1){
outer0:
for(;i1--;){
for(j0 = i1; j0--;){
if(func0(data[i1], data[j0])){
validate16.errors = [{instancePath,schemaPath:"#/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)"}];
return false;
break outer0;
}
}
}
}
}
}
}
else {
validate16.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
validate16.errors = vErrors;
return errors === 0;
}


function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.id === undefined) && (missing0 = "id")) || ((data.start === undefined) && (missing0 = "start"))) || ((data.scopes === undefined) && (missing0 = "scopes"))) || ((data.metadata === undefined) && (missing0 = "metadata"))) || ((data.status === undefined) && (missing0 = "status"))) || ((data.is_active === undefined) && (missing0 = "is_active"))) || ((data.never_expire === undefined) && (missing0 = "never_expire"))) || ((data.created_date === undefined) && (missing0 = "created_date"))) || ((data.total_queries === undefined) && (missing0 = "total_queries"))){
validate15.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func3.call(schema19.properties, key0))){
validate15.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.id !== undefined){
let data0 = data.id;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate15.errors = [{instancePath:instancePath+"/id",schemaPath:"KeyId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{1,32}$"},message:"must match pattern \""+"^[0-9A-Za-z]{1,32}$"+"\""}];
return false;
}
}
else {
validate15.errors = [{instancePath:instancePath+"/id",schemaPath:"KeyId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.start !== undefined){
const _errs5 = errors;
if(typeof data.start !== "string"){
validate15.errors = [{instancePath:instancePath+"/start",schemaPath:"KeyStart/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data2 = data.name;
const _errs8 = errors;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data2 === "string"){
if(func2(data2) > 200){
validate15.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters"}];
return false;
}
else {
if(!pattern3.test(data2)){
validate15.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data2))){
validate15.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate15.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scopes !== undefined){
const _errs11 = errors;
if(!(validate16(data.scopes, {instancePath:instancePath+"/scopes",parentData:data,parentDataProperty:"scopes",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data4 = data.metadata;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(Object.keys(data4).length > 64){
validate15.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/maxProperties",keyword:"maxProperties",params:{limit: 64},message:"must NOT have more than 64 properties"}];
return false;
}
else {
for(const key1 in data4){
let data5 = data4[key1];
const _errs16 = errors;
if(errors === _errs16){
if(errors === _errs16){
if(typeof data5 === "string"){
if(func2(data5) > 500){
validate15.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters"}];
return false;
}
else {
if(!pattern3.test(data5)){
validate15.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data5))){
validate15.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate15.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid5 = _errs16 === errors;
if(!valid5){
break;
}
}
}
}
else {
validate15.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data6 = data.status;
const _errs18 = errors;
if(typeof data6 !== "string"){
validate15.errors = [{instancePath:instancePath+"/status",schemaPath:"KeyStatus/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data6 === "active") || (data6 === "revoked")) || (data6 === "expired"))){
validate15.errors = [{instancePath:instancePath+"/status",schemaPath:"KeyStatus/enum",keyword:"enum",params:{allowedValues: schema26.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.is_active !== undefined){
const _errs21 = errors;
if(typeof data.is_active !== "boolean"){
validate15.errors = [{instancePath:instancePath+"/is_active",schemaPath:"#/properties/is_active/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.never_expire !== undefined){
const _errs23 = errors;
if(typeof data.never_expire !== "boolean"){
validate15.errors = [{instancePath:instancePath+"/never_expire",schemaPath:"#/properties/never_expire/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiration_date !== undefined){
let data9 = data.expiration_date;
const _errs25 = errors;
if(errors === _errs25){
if(errors === _errs25){
if(typeof data9 === "string"){
if(!(formats0(data9))){
validate15.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"#/properties/expiration_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate15.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"#/properties/expiration_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.created_date !== undefined){
let data10 = data.created_date;
const _errs27 = errors;
if(errors === _errs27){
if(errors === _errs27){
if(typeof data10 === "string"){
if(!(formats0(data10))){
validate15.errors = [{instancePath:instancePath+"/created_date",schemaPath:"#/properties/created_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate15.errors = [{instancePath:instancePath+"/created_date",schemaPath:"#/properties/created_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.revoked_date !== undefined){
let data11 = data.revoked_date;
const _errs29 = errors;
if(errors === _errs29){
if(errors === _errs29){
if(typeof data11 === "string"){
if(!(formats0(data11))){
validate15.errors = [{instancePath:instancePath+"/revoked_date",schemaPath:"#/properties/revoked_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate15.errors = [{instancePath:instancePath+"/revoked_date",schemaPath:"#/properties/revoked_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.latest_query_date !== undefined){
let data12 = data.latest_query_date;
const _errs31 = errors;
if(errors === _errs31){
if(errors === _errs31){
if(typeof data12 === "string"){
if(!(formats0(data12))){
validate15.errors = [{instancePath:instancePath+"/latest_query_date",schemaPath:"#/properties/latest_query_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate15.errors = [{instancePath:instancePath+"/latest_query_date",schemaPath:"#/properties/latest_query_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.total_queries !== undefined){
let data13 = data.total_queries;
const _errs33 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate15.errors = [{instancePath:instancePath+"/total_queries",schemaPath:"#/properties/total_queries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs33){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate15.errors = [{instancePath:instancePath+"/total_queries",schemaPath:"#/properties/total_queries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate15.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate15.errors = vErrors;
return errors === 0;
}


function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.keys === undefined) && (missing0 = "keys")){
validate14.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "keys") || (key0 === "next_cursor"))){
validate14.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.keys !== undefined){
let data0 = data.keys;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(!(validate15(data0[i0], {instancePath:instancePath+"/keys/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate15.errors : vErrors.concat(validate15.errors);
errors = vErrors.length;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate14.errors = [{instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next_cursor !== undefined){
const _errs5 = errors;
if(typeof data.next_cursor !== "string"){
validate14.errors = [{instancePath:instancePath+"/next_cursor",schemaPath:"NextCursor/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate14.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate14.errors = vErrors;
return errors === 0;
}

export const KeyCreation = validate19;
const schema28 = {"type":"object","additionalProperties":false,"properties":{"name":{"$ref":"KeyName"},"scopes":{"$ref":"Scopes"},"metadata":{"$ref":"Metadata"},"expiration_date":{"$ref":"Instant"},"never_expire":{"type":"boolean"},"key":{"type":"string","format":"brought-in-key","minLength":1,"maxLength":256}}};
const schema31 = {"type":"string","format":"date-time","maxLength":40};
const formats22 = imported1.formats["brought-in-key"];

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((((((key0 === "name") || (key0 === "scopes")) || (key0 === "metadata")) || (key0 === "expiration_date")) || (key0 === "never_expire")) || (key0 === "key"))){
validate19.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data0 === "string"){
if(func2(data0) > 200){
validate19.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters"}];
return false;
}
else {
if(!pattern3.test(data0)){
validate19.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data0))){
validate19.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scopes !== undefined){
const _errs5 = errors;
if(!(validate16(data.scopes, {instancePath:instancePath+"/scopes",parentData:data,parentDataProperty:"scopes",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data2 = data.metadata;
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 64){
validate19.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/maxProperties",keyword:"maxProperties",params:{limit: 64},message:"must NOT have more than 64 properties"}];
return false;
}
else {
for(const key1 in data2){
let data3 = data2[key1];
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data3 === "string"){
if(func2(data3) > 500){
validate19.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters"}];
return false;
}
else {
if(!pattern3.test(data3)){
validate19.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data3))){
validate19.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid3 = _errs10 === errors;
if(!valid3){
break;
}
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiration_date !== undefined){
let data4 = data.expiration_date;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if(errors === _errs13){
if(typeof data4 === "string"){
if(func2(data4) > 40){
validate19.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/maxLength",keyword:"maxLength",params:{limit: 40},message:"must NOT have more than 40 characters"}];
return false;
}
else {
if(!(formats0(data4))){
validate19.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.never_expire !== undefined){
const _errs15 = errors;
if(typeof data.never_expire !== "boolean"){
validate19.errors = [{instancePath:instancePath+"/never_expire",schemaPath:"#/properties/never_expire/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data6 = data.key;
const _errs17 = errors;
if(errors === _errs17){
if(errors === _errs17){
if(typeof data6 === "string"){
if(func2(data6) > 256){
validate19.errors = [{instancePath:instancePath+"/key",schemaPath:"#/properties/key/maxLength",keyword:"maxLength",params:{limit: 256},message:"must NOT have more than 256 characters"}];
return false;
}
else {
if(func2(data6) < 1){
validate19.errors = [{instancePath:instancePath+"/key",schemaPath:"#/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"}];
return false;
}
else {
if(!(formats22(data6))){
validate19.errors = [{instancePath:instancePath+"/key",schemaPath:"#/properties/key/format",keyword:"format",params:{format: "brought-in-key"},message:"must match format \""+"brought-in-key"+"\""}];
return false;
}
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate19.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate19.errors = vErrors;
return errors === 0;
}

export const CreatedKey = validate21;
const schema32 = {"type":"object","additionalProperties":false,"required":["key","id","start","scopes","metadata","status","is_active","never_expire","created_date","total_queries"],"properties":{"key":{"type":"string"},"id":{"$ref":"KeyId"},"start":{"$ref":"KeyStart"},"name":{"$ref":"KeyName"},"scopes":{"$ref":"Scopes"},"metadata":{"$ref":"Metadata"},"status":{"$ref":"KeyStatus"},"is_active":{"type":"boolean"},"never_expire":{"type":"boolean"},"expiration_date":{"type":"string","format":"date-time"},"created_date":{"type":"string","format":"date-time"},"revoked_date":{"type":"string","format":"date-time"},"latest_query_date":{"type":"string","format":"date-time"},"total_queries":{"type":"integer","format":"int64","minimum":0}}};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.key === undefined) && (missing0 = "key")) || ((data.id === undefined) && (missing0 = "id"))) || ((data.start === undefined) && (missing0 = "start"))) || ((data.scopes === undefined) && (missing0 = "scopes"))) || ((data.metadata === undefined) && (missing0 = "metadata"))) || ((data.status === undefined) && (missing0 = "status"))) || ((data.is_active === undefined) && (missing0 = "is_active"))) || ((data.never_expire === undefined) && (missing0 = "never_expire"))) || ((data.created_date === undefined) && (missing0 = "created_date"))) || ((data.total_queries === undefined) && (missing0 = "total_queries"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func3.call(schema32.properties, key0))){
validate21.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.key !== undefined){
const _errs2 = errors;
if(typeof data.key !== "string"){
validate21.errors = [{instancePath:instancePath+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data1 = data.id;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate21.errors = [{instancePath:instancePath+"/id",schemaPath:"KeyId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{1,32}$"},message:"must match pattern \""+"^[0-9A-Za-z]{1,32}$"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/id",schemaPath:"KeyId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.start !== undefined){
const _errs7 = errors;
if(typeof data.start !== "string"){
validate21.errors = [{instancePath:instancePath+"/start",schemaPath:"KeyStart/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data3 = data.name;
const _errs10 = errors;
const _errs11 = errors;
if(errors === _errs11){
if(errors === _errs11){
if(typeof data3 === "string"){
if(func2(data3) > 200){
validate21.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters"}];
return false;
}
else {
if(!pattern3.test(data3)){
validate21.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data3))){
validate21.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scopes !== undefined){
const _errs13 = errors;
if(!(validate16(data.scopes, {instancePath:instancePath+"/scopes",parentData:data,parentDataProperty:"scopes",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data5 = data.metadata;
const _errs14 = errors;
const _errs15 = errors;
if(errors === _errs15){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(Object.keys(data5).length > 64){
validate21.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/maxProperties",keyword:"maxProperties",params:{limit: 64},message:"must NOT have more than 64 properties"}];
return false;
}
else {
for(const key1 in data5){
let data6 = data5[key1];
const _errs18 = errors;
if(errors === _errs18){
if(errors === _errs18){
if(typeof data6 === "string"){
if(func2(data6) > 500){
validate21.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters"}];
return false;
}
else {
if(!pattern3.test(data6)){
validate21.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data6))){
validate21.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid5 = _errs18 === errors;
if(!valid5){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data7 = data.status;
const _errs20 = errors;
if(typeof data7 !== "string"){
validate21.errors = [{instancePath:instancePath+"/status",schemaPath:"KeyStatus/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data7 === "active") || (data7 === "revoked")) || (data7 === "expired"))){
validate21.errors = [{instancePath:instancePath+"/status",schemaPath:"KeyStatus/enum",keyword:"enum",params:{allowedValues: schema26.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.is_active !== undefined){
const _errs23 = errors;
if(typeof data.is_active !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/is_active",schemaPath:"#/properties/is_active/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.never_expire !== undefined){
const _errs25 = errors;
if(typeof data.never_expire !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/never_expire",schemaPath:"#/properties/never_expire/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiration_date !== undefined){
let data10 = data.expiration_date;
const _errs27 = errors;
if(errors === _errs27){
if(errors === _errs27){
if(typeof data10 === "string"){
if(!(formats0(data10))){
validate21.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"#/properties/expiration_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"#/properties/expiration_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.created_date !== undefined){
let data11 = data.created_date;
const _errs29 = errors;
if(errors === _errs29){
if(errors === _errs29){
if(typeof data11 === "string"){
if(!(formats0(data11))){
validate21.errors = [{instancePath:instancePath+"/created_date",schemaPath:"#/properties/created_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/created_date",schemaPath:"#/properties/created_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.revoked_date !== undefined){
let data12 = data.revoked_date;
const _errs31 = errors;
if(errors === _errs31){
if(errors === _errs31){
if(typeof data12 === "string"){
if(!(formats0(data12))){
validate21.errors = [{instancePath:instancePath+"/revoked_date",schemaPath:"#/properties/revoked_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/revoked_date",schemaPath:"#/properties/revoked_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.latest_query_date !== undefined){
let data13 = data.latest_query_date;
const _errs33 = errors;
if(errors === _errs33){
if(errors === _errs33){
if(typeof data13 === "string"){
if(!(formats0(data13))){
validate21.errors = [{instancePath:instancePath+"/latest_query_date",schemaPath:"#/properties/latest_query_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/latest_query_date",schemaPath:"#/properties/latest_query_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.total_queries !== undefined){
let data14 = data.total_queries;
const _errs35 = errors;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
validate21.errors = [{instancePath:instancePath+"/total_queries",schemaPath:"#/properties/total_queries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs35){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
validate21.errors = [{instancePath:instancePath+"/total_queries",schemaPath:"#/properties/total_queries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}

export const Key = validate15;

export const KeyChanges = validate23;
const schema38 = {"type":"object","additionalProperties":false,"properties":{"name":{"$ref":"KeyName"},"scopes":{"$ref":"Scopes"},"metadata":{"$ref":"Metadata"},"expiration_date":{"$ref":"Instant"},"never_expire":{"type":"boolean"}}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(((((key0 === "name") || (key0 === "scopes")) || (key0 === "metadata")) || (key0 === "expiration_date")) || (key0 === "never_expire"))){
validate23.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.name !== undefined){
let data0 = data.name;
const _errs2 = errors;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data0 === "string"){
if(func2(data0) > 200){
validate23.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters"}];
return false;
}
else {
if(!pattern3.test(data0)){
validate23.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data0))){
validate23.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/name",schemaPath:"KeyName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scopes !== undefined){
const _errs5 = errors;
if(!(validate16(data.scopes, {instancePath:instancePath+"/scopes",parentData:data,parentDataProperty:"scopes",rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metadata !== undefined){
let data2 = data.metadata;
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(Object.keys(data2).length > 64){
validate23.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/maxProperties",keyword:"maxProperties",params:{limit: 64},message:"must NOT have more than 64 properties"}];
return false;
}
else {
for(const key1 in data2){
let data3 = data2[key1];
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data3 === "string"){
if(func2(data3) > 500){
validate23.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 500},message:"must NOT have more than 500 characters"}];
return false;
}
else {
if(!pattern3.test(data3)){
validate23.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\x00-\\x1F\\x7F]*$"},message:"must match pattern \""+"^[^\\x00-\\x1F\\x7F]*$"+"\""}];
return false;
}
else {
if(!(formats4(data3))){
validate23.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/format",keyword:"format",params:{format: "no-control-characters"},message:"must match format \""+"no-control-characters"+"\""}];
return false;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/metadata/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"Metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid3 = _errs10 === errors;
if(!valid3){
break;
}
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/metadata",schemaPath:"Metadata/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiration_date !== undefined){
let data4 = data.expiration_date;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if(errors === _errs13){
if(typeof data4 === "string"){
if(func2(data4) > 40){
validate23.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/maxLength",keyword:"maxLength",params:{limit: 40},message:"must NOT have more than 40 characters"}];
return false;
}
else {
if(!(formats0(data4))){
validate23.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
}
else {
validate23.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.never_expire !== undefined){
const _errs15 = errors;
if(typeof data.never_expire !== "boolean"){
validate23.errors = [{instancePath:instancePath+"/never_expire",schemaPath:"#/properties/never_expire/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}

export const KeyRenewal = validate25;
const schema42 = {"type":"object","additionalProperties":false,"properties":{"expiration_date":{"$ref":"Instant"}}};

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "expiration_date")){
validate25.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.expiration_date !== undefined){
let data0 = data.expiration_date;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data0 === "string"){
if(func2(data0) > 40){
validate25.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/maxLength",keyword:"maxLength",params:{limit: 40},message:"must NOT have more than 40 characters"}];
return false;
}
else {
if(!(formats0(data0))){
validate25.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
}
else {
validate25.errors = [{instancePath:instancePath+"/expiration_date",schemaPath:"Instant/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
}
}
else {
validate25.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate25.errors = vErrors;
return errors === 0;
}

export const KeyRotation = validate26;
const schema44 = {"type":"object","additionalProperties":false,"properties":{"overlap_seconds":{"type":"integer","minimum":0,"maximum":604800}}};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "overlap_seconds")){
validate26.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.overlap_seconds !== undefined){
let data0 = data.overlap_seconds;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate26.errors = [{instancePath:instancePath+"/overlap_seconds",schemaPath:"#/properties/overlap_seconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 604800 || isNaN(data0)){
validate26.errors = [{instancePath:instancePath+"/overlap_seconds",schemaPath:"#/properties/overlap_seconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 604800},message:"must be <= 604800"}];
return false;
}
else {
if(data0 < 0 || isNaN(data0)){
validate26.errors = [{instancePath:instancePath+"/overlap_seconds",schemaPath:"#/properties/overlap_seconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}

export const KeyUsage = validate27;
const schema45 = {"type":"object","additionalProperties":false,"required":["interval","points"],"properties":{"interval":{"$ref":"UsageInterval"},"points":{"type":"array","items":{"$ref":"UsagePoint"}}}};
const schema46 = {"type":"string","enum":["hour","day"]};
const schema47 = {"type":"object","additionalProperties":false,"required":["start","queries"],"properties":{"start":{"type":"string","format":"date-time"},"queries":{"type":"integer","format":"int64","minimum":0}}};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.interval === undefined) && (missing0 = "interval")) || ((data.points === undefined) && (missing0 = "points"))){
validate27.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "interval") || (key0 === "points"))){
validate27.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.interval !== undefined){
let data0 = data.interval;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate27.errors = [{instancePath:instancePath+"/interval",schemaPath:"UsageInterval/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data0 === "hour") || (data0 === "day"))){
validate27.errors = [{instancePath:instancePath+"/interval",schemaPath:"UsageInterval/enum",keyword:"enum",params:{allowedValues: schema46.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.points !== undefined){
let data1 = data.points;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data1)){
var valid2 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs7 = errors;
const _errs8 = errors;
if(errors === _errs8){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
let missing1;
if(((data2.start === undefined) && (missing1 = "start")) || ((data2.queries === undefined) && (missing1 = "queries"))){
validate27.errors = [{instancePath:instancePath+"/points/" + i0,schemaPath:"UsagePoint/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs10 = errors;
for(const key1 in data2){
if(!((key1 === "start") || (key1 === "queries"))){
validate27.errors = [{instancePath:instancePath+"/points/" + i0,schemaPath:"UsagePoint/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs10 === errors){
if(data2.start !== undefined){
let data3 = data2.start;
const _errs11 = errors;
if(errors === _errs11){
if(errors === _errs11){
if(typeof data3 === "string"){
if(!(formats0(data3))){
validate27.errors = [{instancePath:instancePath+"/points/" + i0+"/start",schemaPath:"UsagePoint/properties/start/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/points/" + i0+"/start",schemaPath:"UsagePoint/properties/start/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid4 = _errs11 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data2.queries !== undefined){
let data4 = data2.queries;
const _errs13 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate27.errors = [{instancePath:instancePath+"/points/" + i0+"/queries",schemaPath:"UsagePoint/properties/queries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate27.errors = [{instancePath:instancePath+"/points/" + i0+"/queries",schemaPath:"UsagePoint/properties/queries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid4 = _errs13 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
else {
validate27.errors = [{instancePath:instancePath+"/points/" + i0,schemaPath:"UsagePoint/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid2 = _errs7 === errors;
if(!valid2){
break;
}
}
}
else {
validate27.errors = [{instancePath:instancePath+"/points",schemaPath:"#/properties/points/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate27.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate27.errors = vErrors;
return errors === 0;
}

export const AuditPage = validate28;
const schema48 = {"type":"object","additionalProperties":false,"required":["events"],"properties":{"events":{"type":"array","items":{"$ref":"AuditEvent"}},"next_cursor":{"$ref":"NextCursor"}}};
const schema49 = {"type":"object","additionalProperties":false,"required":["id","date","action","via","changes"],"properties":{"id":{"type":"string"},"date":{"type":"string","format":"date-time"},"action":{"type":"string","enum":["created","imported","updated","revoked","renewed","rotated","deleted","secret_refused"]},"key_id":{"allOf":[{"$ref":"KeyId"}]},"via":{"type":"string","enum":["http","command-line","code"]},"address":{"type":"string"},"changes":{"type":"array","items":{"$ref":"AuditChange"}}}};
const schema51 = {"type":"object","additionalProperties":false,"required":["member"],"properties":{"member":{"type":"string"},"from":{},"to":{}}};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.id === undefined) && (missing0 = "id")) || ((data.date === undefined) && (missing0 = "date"))) || ((data.action === undefined) && (missing0 = "action"))) || ((data.via === undefined) && (missing0 = "via"))) || ((data.changes === undefined) && (missing0 = "changes"))){
validate29.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((((((key0 === "id") || (key0 === "date")) || (key0 === "action")) || (key0 === "key_id")) || (key0 === "via")) || (key0 === "address")) || (key0 === "changes"))){
validate29.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.id !== undefined){
const _errs2 = errors;
if(typeof data.id !== "string"){
validate29.errors = [{instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.date !== undefined){
let data1 = data.date;
const _errs4 = errors;
if(errors === _errs4){
if(errors === _errs4){
if(typeof data1 === "string"){
if(!(formats0(data1))){
validate29.errors = [{instancePath:instancePath+"/date",schemaPath:"#/properties/date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate29.errors = [{instancePath:instancePath+"/date",schemaPath:"#/properties/date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.action !== undefined){
let data2 = data.action;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate29.errors = [{instancePath:instancePath+"/action",schemaPath:"#/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((((data2 === "created") || (data2 === "imported")) || (data2 === "updated")) || (data2 === "revoked")) || (data2 === "renewed")) || (data2 === "rotated")) || (data2 === "deleted")) || (data2 === "secret_refused"))){
validate29.errors = [{instancePath:instancePath+"/action",schemaPath:"#/properties/action/enum",keyword:"enum",params:{allowedValues: schema49.properties.action.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key_id !== undefined){
let data3 = data.key_id;
const _errs8 = errors;
const _errs10 = errors;
if(errors === _errs10){
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
validate29.errors = [{instancePath:instancePath+"/key_id",schemaPath:"KeyId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Za-z]{1,32}$"},message:"must match pattern \""+"^[0-9A-Za-z]{1,32}$"+"\""}];
return false;
}
}
else {
validate29.errors = [{instancePath:instancePath+"/key_id",schemaPath:"KeyId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.via !== undefined){
let data4 = data.via;
const _errs12 = errors;
if(typeof data4 !== "string"){
validate29.errors = [{instancePath:instancePath+"/via",schemaPath:"#/properties/via/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data4 === "http") || (data4 === "command-line")) || (data4 === "code"))){
validate29.errors = [{instancePath:instancePath+"/via",schemaPath:"#/properties/via/enum",keyword:"enum",params:{allowedValues: schema49.properties.via.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.address !== undefined){
const _errs14 = errors;
if(typeof data.address !== "string"){
validate29.errors = [{instancePath:instancePath+"/address",schemaPath:"#/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changes !== undefined){
let data6 = data.changes;
const _errs16 = errors;
if(errors === _errs16){
if(Array.isArray(data6)){
var valid3 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs18 = errors;
const _errs19 = errors;
if(errors === _errs19){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing1;
if((data7.member === undefined) && (missing1 = "member")){
validate29.errors = [{instancePath:instancePath+"/changes/" + i0,schemaPath:"AuditChange/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs21 = errors;
for(const key1 in data7){
if(!(((key1 === "member") || (key1 === "from")) || (key1 === "to"))){
validate29.errors = [{instancePath:instancePath+"/changes/" + i0,schemaPath:"AuditChange/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs21 === errors){
if(data7.member !== undefined){
if(typeof data7.member !== "string"){
validate29.errors = [{instancePath:instancePath+"/changes/" + i0+"/member",schemaPath:"AuditChange/properties/member/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
}
else {
validate29.errors = [{instancePath:instancePath+"/changes/" + i0,schemaPath:"AuditChange/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs18 === errors;
if(!valid3){
break;
}
}
}
else {
validate29.errors = [{instancePath:instancePath+"/changes",schemaPath:"#/properties/changes/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate29.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate29.errors = vErrors;
return errors === 0;
}


function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.events === undefined) && (missing0 = "events")){
validate28.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "events") || (key0 === "next_cursor"))){
validate28.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.events !== undefined){
let data0 = data.events;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(!(validate29(data0[i0], {instancePath:instancePath+"/events/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/events",schemaPath:"#/properties/events/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next_cursor !== undefined){
const _errs5 = errors;
if(typeof data.next_cursor !== "string"){
validate28.errors = [{instancePath:instancePath+"/next_cursor",schemaPath:"NextCursor/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate28.errors = vErrors;
return errors === 0;
}

export const Message = validate31;
const schema53 = {"type":"object","additionalProperties":false,"required":["message"],"properties":{"message":{"type":"string"}}};

function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.message === undefined) && (missing0 = "message")){
validate31.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "message")){
validate31.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.message !== undefined){
if(typeof data.message !== "string"){
validate31.errors = [{instancePath:instancePath+"/message",schemaPath:"#/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
}
else {
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}

export const Health = validate32;
const schema54 = {"type":"object","additionalProperties":false,"required":["status"],"properties":{"status":{"type":"string","enum":["live","ready"]}}};

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.status === undefined) && (missing0 = "status")){
validate32.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "status")){
validate32.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.status !== undefined){
let data0 = data.status;
if(typeof data0 !== "string"){
validate32.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data0 === "live") || (data0 === "ready"))){
validate32.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/enum",keyword:"enum",params:{allowedValues: schema54.properties.status.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
}
}
}
else {
validate32.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate32.errors = vErrors;
return errors === 0;
}

export const OpenapiDocument = validate33;
const schema55 = {"type":"object","required":["openapi","info","paths"],"properties":{"openapi":{"type":"string"},"info":{"type":"object"},"paths":{"type":"object"}}};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.openapi === undefined) && (missing0 = "openapi")) || ((data.info === undefined) && (missing0 = "info"))) || ((data.paths === undefined) && (missing0 = "paths"))){
validate33.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.openapi !== undefined){
const _errs1 = errors;
if(typeof data.openapi !== "string"){
validate33.errors = [{instancePath:instancePath+"/openapi",schemaPath:"#/properties/openapi/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.info !== undefined){
let data1 = data.info;
const _errs3 = errors;
if(!(data1 && typeof data1 == "object" && !Array.isArray(data1))){
validate33.errors = [{instancePath:instancePath+"/info",schemaPath:"#/properties/info/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.paths !== undefined){
let data2 = data.paths;
const _errs5 = errors;
if(!(data2 && typeof data2 == "object" && !Array.isArray(data2))){
validate33.errors = [{instancePath:instancePath+"/paths",schemaPath:"#/properties/paths/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate33.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate33.errors = vErrors;
return errors === 0;
}

export const revokeApiKey_200_application_json = validate34;
const schema56 = {"enum":[null]};

function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(!(data === null)){
validate34.errors = [{instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema56.enum},message:"must be equal to one of the allowed values"}];
return false;
}
validate34.errors = vErrors;
return errors === 0;
}

export const contentValidators = {
  newApiKey: {
    responses: {
      200: { 'application/json': ApiKey },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  revokeApiKey: {
    responses: {
      200: { 'application/json': revokeApiKey_200_application_json },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  renewApiKey: {
    responses: {
      200: { 'application/json': RenewalMessage },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getApiKeyUsageLogs: {
    responses: {
      200: { 'application/json': UsageLogs },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  listKeys: {
    responses: {
      200: { 'application/json': KeyPage },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  createKey: {
    body: KeyCreation,
    responses: {
      201: { 'application/json': CreatedKey },
      400: { 'application/problem+json': Problem },
      403: { 'application/problem+json': Problem },
      409: { 'application/problem+json': Problem },
      413: { 'application/problem+json': Problem },
      415: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getKey: {
    responses: {
      200: { 'application/json': Key },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  deleteKey: {
    responses: {
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  updateKey: {
    body: KeyChanges,
    responses: {
      200: { 'application/json': Key },
      400: { 'application/problem+json': Problem },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      413: { 'application/problem+json': Problem },
      415: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  revokeKey: {
    responses: {
      200: { 'application/json': Key },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  renewKey: {
    body: KeyRenewal,
    responses: {
      200: { 'application/json': Key },
      400: { 'application/problem+json': Problem },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      413: { 'application/problem+json': Problem },
      415: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  rotateKey: {
    body: KeyRotation,
    responses: {
      201: { 'application/json': CreatedKey },
      400: { 'application/problem+json': Problem },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      413: { 'application/problem+json': Problem },
      415: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getKeyUsage: {
    responses: {
      200: { 'application/json': KeyUsage },
      403: { 'application/problem+json': Problem },
      404: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  listAuditEvents: {
    responses: {
      200: { 'application/json': AuditPage },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  verifyKey: {
    responses: {
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getMetrics: {
    responses: {
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      429: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
    },
  },
  getSecure: {
    responses: {
      200: { 'application/json': Message },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getUnsecured: {
    responses: {
      200: { 'application/json': Message },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
    },
  },
  getLiveness: {
    responses: {
      200: { 'application/json': Health },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
    },
  },
  getReadiness: {
    responses: {
      200: { 'application/json': Health },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getOpenapiJson: {
    responses: {
      200: { 'application/json': OpenapiDocument },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getOpenapiYaml: {
    responses: {
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getDocs: {
    responses: {
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
    },
  },
  getDocsFile: {
    responses: {
      404: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
    },
  },
}
