"""The part of JSON Schema that the schemas in this folder use. An unknown keyword is an error."""
import re

KNOWN = {"$comment", "$defs", "$ref", "type", "const", "enum", "required", "properties", "closed",
         "items", "minItems", "maxItems", "minimum", "pattern", "minLength"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float),
         "integer": int}


def faults(value, schema, root=None, at="$"):
    """What is wrong, as a list of sentences; empty where nothing is."""
    root = root or schema
    unknown = set(schema) - KNOWN
    if unknown:
        return ["%s: the schema has unknown keywords %s" % (at, sorted(unknown))]
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, at)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return ["%s: %.80r is no %s" % (at, value, kind)]
    found = []
    if "const" in schema and value != schema["const"]:
        found.append("%s: %.80r is not %r" % (at, value, schema["const"]))
    if "enum" in schema and value not in schema["enum"]:
        found.append("%s: %.80r is none of %r" % (at, value, schema["enum"]))
    if "minimum" in schema and value < schema["minimum"]:
        found.append("%s: %r is less than %r" % (at, value, schema["minimum"]))
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append("%s: %.80r does not match %s" % (at, value, schema["pattern"]))
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        found.append("%s: too short" % at)
    if isinstance(value, list):
        found += list_faults(value, schema, root, at)
    if isinstance(value, dict):
        found += object_faults(value, schema, root, at)
    return found


def list_faults(value, schema, root, at):
    found = []
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        found.append("%s: %d items" % (at, len(value)))
    for index, item in enumerate(value):
        found += faults(item, schema.get("items", {}), root, "%s[%d]" % (at, index))
    return found


def object_faults(value, schema, root, at):
    properties = schema.get("properties", {})
    found = ["%s: %s is missing" % (at, key) for key in schema.get("required", []) if key not in value]
    for key, item in value.items():
        if key in properties:
            found += faults(item, properties[key], root, "%s.%s" % (at, key))
        elif schema.get("closed"):
            found.append("%s: %s is no key of it" % (at, key))
    return found
