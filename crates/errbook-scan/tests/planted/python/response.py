def find(id):
    if id == 1:
        return {"code": "err:orders:not_found", "message": f"Order {id} was not found"}, 404
    if id == 2:
        return jsonify(code="err:orders:not_found", message=f"Order {id} was not found"), 404
    if id == 3:
        return JsonResponse({"error": {"code": "err:orders:not_found", "message": f"Order {id} was not found"}}, status=404)
    return JsonResponse({"code": "err:orders:not_found", "detail": f"Order {id} was not found"}, status=404)
