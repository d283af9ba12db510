// Generated from openapi.yaml by `npm run generate`. Do not edit.
// @ts-nocheck: stand-alone code that Ajv wrote
import imported0 from 'ajv/dist/runtime/ucs2length.js'
import * as imported1 from '../src/http/formats.js'
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

export const Nothing = validate12;
const schema14 = {"enum":[null]};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(!(data === null)){
validate12.errors = [{instancePath,schemaPath:"#/enum",keyword:"enum",params:{allowedValues: schema14.enum},message:"must be equal to one of the allowed values"}];
return false;
}
validate12.errors = vErrors;
return errors === 0;
}

export const RenewalMessage = validate13;
const schema15 = {"type":"string"};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(typeof data !== "string"){
validate13.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
validate13.errors = vErrors;
return errors === 0;
}

export const UsageLogs = validate14;
const schema16 = {"type":"object","additionalProperties":false,"required":["logs"],"properties":{"logs":{"type":"array","items":{"$ref":"UsageLog"}}}};
const schema17 = {"type":"object","additionalProperties":false,"required":["api_key","is_active","never_expire","expiration_date","total_queries"],"properties":{"api_key":{"type":"string"},"name":{"type":"string"},"is_active":{"type":"boolean"},"never_expire":{"type":"boolean"},"expiration_date":{"type":"string","format":"date-time"},"latest_query_date":{"type":"string","format":"date-time"},"total_queries":{"type":"integer","minimum":0}}};
const formats0 = imported1.formats["date-time"];

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.logs === undefined) && (missing0 = "logs")){
validate14.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "logs")){
validate14.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0,schemaPath:"UsageLog/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
const _errs7 = errors;
for(const key1 in data1){
if(!(((((((key1 === "api_key") || (key1 === "name")) || (key1 === "is_active")) || (key1 === "never_expire")) || (key1 === "expiration_date")) || (key1 === "latest_query_date")) || (key1 === "total_queries"))){
validate14.errors = [{instancePath:instancePath+"/logs/" + i0,schemaPath:"UsageLog/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs7 === errors){
if(data1.api_key !== undefined){
const _errs8 = errors;
if(typeof data1.api_key !== "string"){
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/api_key",schemaPath:"UsageLog/properties/api_key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/name",schemaPath:"UsageLog/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/is_active",schemaPath:"UsageLog/properties/is_active/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/never_expire",schemaPath:"UsageLog/properties/never_expire/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/expiration_date",schemaPath:"UsageLog/properties/expiration_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/expiration_date",schemaPath:"UsageLog/properties/expiration_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/latest_query_date",schemaPath:"UsageLog/properties/latest_query_date/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/latest_query_date",schemaPath:"UsageLog/properties/latest_query_date/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/total_queries",schemaPath:"UsageLog/properties/total_queries/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs20){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate14.errors = [{instancePath:instancePath+"/logs/" + i0+"/total_queries",schemaPath:"UsageLog/properties/total_queries/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
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
validate14.errors = [{instancePath:instancePath+"/logs/" + i0,schemaPath:"UsageLog/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate14.errors = [{instancePath:instancePath+"/logs",schemaPath:"#/properties/logs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
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

export const Message = validate15;
const schema18 = {"type":"object","additionalProperties":false,"required":["message"],"properties":{"message":{"type":"string"}}};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.message === undefined) && (missing0 = "message")){
validate15.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "message")){
validate15.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.message !== undefined){
if(typeof data.message !== "string"){
validate15.errors = [{instancePath:instancePath+"/message",schemaPath:"#/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
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

export const Health = validate16;
const schema19 = {"type":"object","additionalProperties":false,"required":["status"],"properties":{"status":{"type":"string","enum":["live","ready"]}}};

function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.status === undefined) && (missing0 = "status")){
validate16.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "status")){
validate16.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.status !== undefined){
let data0 = data.status;
if(typeof data0 !== "string"){
validate16.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((data0 === "live") || (data0 === "ready"))){
validate16.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/enum",keyword:"enum",params:{allowedValues: schema19.properties.status.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
}
}
}
else {
validate16.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate16.errors = vErrors;
return errors === 0;
}

export const OpenapiDocument = validate17;
const schema20 = {"type":"object","required":["openapi","info","paths"],"properties":{"openapi":{"type":"string"},"info":{"type":"object"},"paths":{"type":"object"}}};

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.openapi === undefined) && (missing0 = "openapi")) || ((data.info === undefined) && (missing0 = "info"))) || ((data.paths === undefined) && (missing0 = "paths"))){
validate17.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.openapi !== undefined){
const _errs1 = errors;
if(typeof data.openapi !== "string"){
validate17.errors = [{instancePath:instancePath+"/openapi",schemaPath:"#/properties/openapi/type",keyword:"type",params:{type: "string"},message:"must be string"}];
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
validate17.errors = [{instancePath:instancePath+"/info",schemaPath:"#/properties/info/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate17.errors = [{instancePath:instancePath+"/paths",schemaPath:"#/properties/paths/type",keyword:"type",params:{type: "object"},message:"must be object"}];
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
validate17.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate17.errors = vErrors;
return errors === 0;
}

export const contentValidators = {
  newApiKey: {
    responses: {
      200: { 'application/json': ApiKey },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  revokeApiKey: {
    responses: {
      200: { 'application/json': Nothing },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
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
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
    },
  },
  getApiKeyUsageLogs: {
    responses: {
      200: { 'application/json': UsageLogs },
      403: { 'application/problem+json': Problem },
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
      503: { 'application/problem+json': Problem },
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
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
    },
  },
  getOpenapiYaml: {
    responses: {
      422: { 'application/problem+json': Problem },
      500: { 'application/problem+json': Problem },
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
